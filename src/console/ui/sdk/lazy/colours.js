// The page's colours as a canvas or a library needs them: read from the tokens, in the theme in
// use.
/** @param {string[]} names of tokens, without the dashes */
export function colours(element, names) {
  const probe = document.createElement('span');
  probe.hidden = true;
  element.append(probe);
  const read = (name) => {
    probe.style.color = `var(--${name})`;
    return getComputedStyle(probe).color;
  };
  const found = Object.fromEntries(names.map((name) => [name, read(name)]));
  probe.remove();
  return found;
}

/** Tells when the theme changes: by choice on the root, or with the system. */
export function onTheme(fn) {
  const watcher = new MutationObserver(fn);
  watcher.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  const system = matchMedia('(prefers-color-scheme: dark)');
  system.addEventListener('change', fn);
  return () => {
    watcher.disconnect();
    system.removeEventListener('change', fn);
  };
}

export const still = () =>
  matchMedia('(prefers-reduced-motion: reduce)').matches ||
  document.documentElement.dataset.motion === 'less';
