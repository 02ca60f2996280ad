// On paper: what a screen tells is there, what can be pressed is not.
import { consoleTest } from './harness.mjs';

const INK = 4.5;

/** What would be printed and serves a screen alone: no heading of a column, no filter that is on. */
const pressable = (page) =>
  page.evaluate(() =>
    [
      ...document.querySelectorAll(
        'button:not(.sort, [aria-pressed=true]), .button, nav, [role=tablist], [role=search]',
      ),
    ]
      .filter(
        (it) =>
          it.checkVisibility({ visibilityProperty: true, opacityProperty: true }) &&
          it.getBoundingClientRect().width > 1,
      )
      .map((it) => `${it.localName}.${it.className} ${it.textContent.trim().slice(0, 40)}`),
  );

/** Words too pale for paper: their contrast with white. */
const pale = (page, least) =>
  page.evaluate((asked) => {
    const part = (of) => (of <= 0.03928 ? of / 12.92 : ((of + 0.055) / 1.055) ** 2.4);
    const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
    const contrast = (colour) => {
      canvas.fillStyle = '#fff';
      canvas.fillRect(0, 0, 1, 1);
      canvas.fillStyle = colour;
      canvas.fillRect(0, 0, 1, 1);
      const [r, g, b] = canvas.getImageData(0, 0, 1, 1).data;
      return (
        1.05 / (0.2126 * part(r / 255) + 0.7152 * part(g / 255) + 0.0722 * part(b / 255) + 0.05)
      );
    };
    const words = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
    const out = [];
    while (words.nextNode()) {
      const it = words.currentNode.parentElement;
      if (
        words.currentNode.data.trim() &&
        it.checkVisibility({ visibilityProperty: true }) &&
        it.getBoundingClientRect().width > 1 &&
        contrast(getComputedStyle(it).color) < asked
      )
        out.push(words.currentNode.data.trim().slice(0, 40));
    }
    return out;
  }, least);

async function onPaper(run, page, what, needed) {
  await page.emulateMedia({ media: 'print' });
  const pressed = await pressable(page);
  run.check(`${what}: nothing to press is printed`, !pressed.length, pressed);
  for (const words of needed)
    run.check(
      `${what}: « ${words} » is`,
      (await page.getByText(words).filter({ visible: true }).count()) > 0,
    );
  const faint = await pale(page, INK);
  run.check(`${what}: all of it is dark enough for paper`, !faint.length, faint);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  run.check(`${what}: nothing is wider than the sheet`, wide <= 1, wide);
  await page.emulateMedia({ media: 'screen' });
}

await consoleTest(async (run) => {
  for (const theme of ['light', 'dark']) {
    const page = await run.page('camille', { theme });
    await page.setViewportSize({ width: 794, height: 1123 });
    await run.open(page, '/people');
    const link = page.locator('aksis-list').getByRole('link').first();
    await link.waitFor();
    await onPaper(run, page, `people, ${theme}`, [
      'Personnes accompagnées',
      await link.innerText(),
      'Référence',
    ]);
    await page
      .locator('.found_person, tbody tr, .row_card')
      .first()
      .getByRole('link')
      .first()
      .click();
    await page.waitForURL(/\/people\/[0-9a-f-]{36}/);
    await run.settled(page);
    const name = await page.locator('h1').innerText();
    await onPaper(run, page, `a dossier, ${theme}`, [name, 'Lieu de naissance', 'Consentements']);
    await page.getByRole('link', { name: 'Historique', exact: true }).click();
    await run.settled(page);
    await onPaper(run, page, `its history, ${theme}`, [name, 'D’où vient chaque information']);
    await run.open(page, '/');
    await page.locator('aksis-widget-people .figure').waitFor();
    await onPaper(run, page, `dashboard, ${theme}`, ['Mes personnes']);
    await page.context().close();
  }
});
