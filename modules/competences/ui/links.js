// Addresses of a person's skills, wherever they are linked from.
const TAB = 'competences.skills';

/** @param {string} person @param {{view?: "gap"|"bridges", target?: string, from?: string, state?: string}} [query] */
export const skillsOf = (person, query = {}) =>
  `/people/${encodeURIComponent(person)}?${new URLSearchParams({ tab: TAB, ...query })}`;
