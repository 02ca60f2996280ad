// Somebody was found who is accompanied elsewhere: the search tells no more, so that nobody learns
// where a person is followed. The agency that does gives the link of the record.
import { navigate } from '/ui/sdk/1/aksis.js';

import { breakGlassOf } from './glass.js';

const ID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i;

/** The id in a pasted link; words without one are sent as they are, for the server to refuse. */
export const idOf = (words) => (ID.exec(words)?.[0] ?? words.trim()).toLowerCase() || '-';

export async function openElsewhere() {
  const glass = await breakGlassOf(idOf);
  if (glass) navigate(`/people/${glass.person}`);
}
