// Theme, density, motion and language as somebody chose them, on the root of the page.
import { locale, preferences, setLocale } from '/ui/sdk/1/aksis.js';

const ATTRIBUTES = { theme: 'system', density: 'comfortable', motion: 'system' };

function apply(name) {
  const value = preferences.get(name);
  const root = document.documentElement;
  if (name === 'language') {
    if (value && value !== locale()) setLocale(value).catch(console.error);
  } else if (name in ATTRIBUTES) {
    if (!value || value === ATTRIBUTES[name]) delete root.dataset[name];
    else root.dataset[name] = value;
  }
}

export function watchLooks() {
  for (const name of Object.keys(ATTRIBUTES)) apply(name);
  preferences.onChange(({ name }) => apply(name));
}
