// What the module adds to the console. Each part is read when it is first opened.
import { loadStyle } from '/ui/sdk/1/aksis.js';

const part = (path, name) => async (element, context) => {
  const [code] = await Promise.all([
    import(new URL(path, import.meta.url)),
    loadStyle(new URL('./competences.css', import.meta.url).href),
  ]);
  return code[name](element, context);
};

export const explorerPage = part('./occupations/explorer.js', 'explorerPage');
export const occupationPage = part('./occupations/occupation.js', 'occupationPage');
export const skillsTab = part('./profile/tab.js', 'skillsTab');
export const gapWidget = part('./widgets/gap.js', 'gapWidget');
export const referentialWidget = part('./widgets/referential.js', 'referentialWidget');
