// Widgets of modules on the dashboard, with what they are for in them: each row leads on, and what is
// decided behind it changes the widget.
import { consoleTest } from './harness.mjs';

const named = (page, title) =>
  page.locator('.place').filter({ has: page.getByRole('heading', { name: title, exact: true }) });

/** Does something that the server keeps, and waits until it has it. */
const kept = (page, act) =>
  Promise.all([
    act(),
    page.waitForResponse(
      (answer) =>
        answer.url().endsWith('/api/v1/ui/layout') &&
        answer.request().method() === 'PUT' &&
        answer.ok(),
    ),
  ]);

/** From the catalogue, unless it stands there already. */
async function place(page, title) {
  if (await named(page, title).count()) return;
  const start = page.getByRole('button', { name: 'Organiser' });
  if (await start.count()) await start.click();
  await page.getByRole('button', { name: 'Ajouter un cadre' }).click();
  const dialog = page.getByRole('dialog');
  await kept(page, () => dialog.getByRole('button', { name: `Ajouter « ${title} »` }).click());
  await dialog.locator('.dialog_foot').getByRole('button').click();
  await named(page, title).waitFor();
}

await consoleTest(async (run) => {
  const page = await run.page('camille');
  const get = async (path) => (await page.request.get(`${run.url}/api/v1${path}`)).json();
  await run.open(page, '/');
  for (const title of [
    'Offres récentes',
    'Personnes à qui proposer',
    'Écarts de compétences',
    'Référentiel des métiers',
  ])
    await place(page, title);
  await run.open(page, '/');

  // Offers that came last: the server's own, and only those of the occupation that was set.
  const recent = named(page, 'Offres récentes');
  await recent.locator('li a').first().waitFor();
  const href = await recent.locator('li a').first().getAttribute('href');
  const { offer } = await get(`/offers/${decodeURIComponent(href.split('/').at(-1))}`);
  run.check(
    'a recent offer is one of the stock',
    (await recent.locator('li a').first().innerText()) === offer.title,
    [href, offer],
  );
  await page.getByRole('button', { name: 'Organiser' }).click();
  await recent.getByRole('button', { name: /^Réglages/ }).click();
  await page.getByRole('dialog').getByLabel('Code ROME').fill(offer.rome_code);
  await kept(page, () =>
    page.getByRole('dialog').getByRole('button', { name: 'Enregistrer' }).click(),
  );
  await page.getByRole('button', { name: 'Terminer' }).click();
  await recent.locator(`a[href="/offers?rome_code=${offer.rome_code}"]`).waitFor();
  await page.waitForFunction(() => !document.querySelector('aksis-loading'));
  const shown = await recent
    .locator('li a')
    .evaluateAll((all) => all.map((it) => decodeURIComponent(it.pathname.split('/').at(-1))));
  const codes = await Promise.all(
    shown.map(async (id) => (await get(`/offers/${id}`)).offer.rome_code),
  );
  run.check(
    'it keeps to the occupation that was set',
    codes.length > 0 && codes.every((one) => one === offer.rome_code),
    codes,
  );

  // Somebody to whom something could be proposed: it leads to the match; once proposed it is gone.
  const propose = named(page, 'Personnes à qui proposer');
  const line = propose.locator('a.matching_row').first();
  await line.waitFor();
  const to = await line.getAttribute('href');
  run.check(
    'the machine is said to decide nothing',
    await propose.getByText('pas une décision').isVisible(),
  );
  const [, , person] = to.split(/[/?]/);
  const id = new URLSearchParams(to.split('?')[1]).get('offer');
  const best = (await get(`/people/${person}/matches?limit=1`)).results[0];
  run.check(
    'the best offer of the person stands there',
    best.offer.id === id && (await line.innerText()).includes(best.offer.title),
    [id, best.offer],
  );
  await line.click();
  await page.getByText('Écart de compétences').first().waitFor();
  await page
    .getByRole('button', { name: /^Écarter/ })
    .first()
    .click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Trop loin').check();
  await Promise.all([
    dialog.getByRole('button', { name: 'Écarter' }).click(),
    page.waitForResponse(
      (answer) =>
        answer.url().endsWith('/feedback') && answer.request().method() === 'POST' && answer.ok(),
    ),
  ]);
  const { feedback } = await get(`/people/${person}/matches/${id}/feedback`);
  run.check(
    'it is refused with its reason',
    feedback.at(-1).step === 'refused' && feedback.at(-1).reason === 'too_far',
    feedback,
  );
  await run.open(page, '/');
  await propose.locator('a.matching_row').first().waitFor();
  run.check(
    'what was set aside is proposed no more',
    (await propose.locator(`a[href="${to}"]`).count()) === 0,
  );

  // The gap: an occupation is chosen in the widget, and kept; the nearest first.
  const gap = named(page, 'Écarts de compétences');
  await gap.getByRole('combobox').pressSequentially('aide soign');
  await page.locator('li[role=option]:visible').first().waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await gap.locator('meter').first().waitFor();
  const near = await gap.locator('meter').evaluateAll((all) => all.map((it) => it.value));
  run.check(
    'who is nearest comes first',
    near.length > 1 && near.every((one, at) => !at || one <= near[at - 1]),
    near,
  );
  await run.accessible(page, 'widgets of modules');
  await run.open(page, '/');
  await gap.locator('meter').first().waitFor();
  run.check(
    'the occupation is kept',
    (await gap.locator('a[href^="/occupations/"]').count()) === 1,
  );
  await gap.locator('a.competences_row').first().click();
  await page.waitForURL(/view=gap/);
  run.check('a line leads to the gap of the person', /target=/.test(page.url()), page.url());

  await run.open(page, '/');
  const referential = named(page, 'Référentiel des métiers');
  await referential.locator('a.figure').first().waitFor();
  const { counts } = await get('/referential');
  const figure = await referential.locator('a.figure[href="/occupations"] strong').innerText();
  run.check(
    'the referential tells its size',
    Number(figure.replace(/\D/g, '')) === counts.occupations,
    [figure, counts],
  );
  const phone = await run.page('camille', { width: 390, language: 'en', theme: 'dark' });
  await run.open(phone, '/');
  await named(phone, 'Skill gaps').locator('meter').first().waitFor();
  await run.accessible(phone, 'widgets of modules on a phone');
});
