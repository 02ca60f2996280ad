// What is typed survives a reload: in this tab alone, for who typed it, until it is sent or they sign
// out. Browsers write what a tab keeps to their disk, so it is sealed (AES-GCM) with the key of the
// account, which the server tells to a full session and nothing keeps here.
import { session } from '../../core/session.js';

const NONCE_BYTES = 12;
const newest = new Map(); // place → the value kept last
let imported = {};

const placeOf = (name) => `aksis.draft.${session.account?.id}.${name}`;
const bytesOf = (text) => new TextEncoder().encode(text);
const fromBase64 = (text) => Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
const toBase64 = (bytes) => btoa(Array.from(bytes, (one) => String.fromCharCode(one)).join(''));

/** Nothing where there is no key: nobody is signed in, or the page came over plain HTTP. */
function key() {
  const told = session.draftKey;
  if (!told || !globalThis.crypto?.subtle) return undefined;
  if (imported.told !== told) {
    const bytes = fromBase64(told.replaceAll('-', '+').replaceAll('_', '/'));
    const usable = crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt']);
    imported = { told, usable };
  }
  return imported.usable;
}

// Bound to its place: moved to another it does not open.
const how = (nonce, place) => ({
  name: 'AES-GCM',
  iv: nonce,
  additionalData: bytesOf(place),
});

export const drafts = {
  /** @param {string} name @param {unknown} value what JSON can say */
  async keep(name, value) {
    const place = placeOf(name);
    newest.set(place, value);
    try {
      const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
      const plain = bytesOf(JSON.stringify(value));
      const sealed = await crypto.subtle.encrypt(how(nonce, place), await key(), plain);
      // Dropped, or followed by another, while it was sealed.
      if (newest.get(place) !== value) return;
      sessionStorage.setItem(place, toBase64([...nonce, ...new Uint8Array(sealed)]));
    } catch {
      // Full, forbidden or without a key: what is typed stays on the page only.
    }
  },

  /** @returns {Promise<any>} undefined: there is none, or it was sealed with another key */
  async read(name) {
    const place = placeOf(name);
    try {
      const kept = fromBase64(sessionStorage.getItem(place));
      const [nonce, sealed] = [kept.slice(0, NONCE_BYTES), kept.slice(NONCE_BYTES)];
      const plain = await crypto.subtle.decrypt(how(nonce, place), await key(), sealed);
      return JSON.parse(new TextDecoder().decode(plain));
    } catch {
      return undefined;
    }
  },

  drop(name) {
    newest.delete(placeOf(name));
    try {
      sessionStorage.removeItem(placeOf(name));
    } catch {
      // A browser that keeps nothing has nothing to forget.
    }
  },
};
