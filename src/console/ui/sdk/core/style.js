// Style sheets that come with a lazy part: `import href from "css:…"`, then loadStyle(href).
const loaded = new Map();

export function loadStyle(href) {
  if (!loaded.has(href)) {
    loaded.set(
      href,
      new Promise((done) => {
        const link = document.createElement('link');
        link.rel = 'stylesheet';
        link.href = href;
        link.onload = done;
        // A page without its looks is better than none.
        link.onerror = () => {
          loaded.delete(href);
          done();
        };
        document.head.append(link);
      }),
    );
  }
  return loaded.get(href);
}
