// What a screen reader says without the focus moving.
let regions;

function region(kind) {
  regions ??= Object.fromEntries(
    ['polite', 'assertive'].map((name) => {
      const made = document.createElement('div');
      made.className = 'hidden_text';
      made.setAttribute('aria-live', name);
      made.setAttribute('role', name === 'assertive' ? 'alert' : 'status');
      document.body.append(made);
      return [name, made];
    }),
  );
  return regions[kind];
}

/** @param {string} words @param {{urgent?: boolean}} options */
export function announce(words, { urgent = false } = {}) {
  const at = region(urgent ? 'assertive' : 'polite');
  // The same words twice are said twice.
  at.textContent = '';
  setTimeout(() => {
    at.textContent = words;
  }, 60);
}
