// What is no longer there, what somebody else changed meanwhile, and what is far too long: each gets
// words that help, and a way on.
import { consoleTest } from './harness.mjs';

const NOBODY = '01900000-0000-7000-8000-000000000000';
const ADDRESSES = {
  camille: [
    `/people/${NOBODY}`,
    `/people/${NOBODY}/edit`,
    '/people/not-an-id',
    `/offers/${NOBODY}`,
    `/offers/${NOBODY}/people`,
    `/matches/${NOBODY}`,
    '/occupations/Z9999',
    '/people/a%2Fb',
  ],
  admin: [
    `/administration/users/${NOBODY}`,
    '/administration/roles/no_such_role',
    `/administration/organisations/${NOBODY}`,
  ],
};
const PASTED = 'é<b>&'.repeat(1_000_000);

/** An address of what is not there, opened by who might have seen it. */
async function gone(run, login, address) {
  for (const width of [390, 1280]) {
    const page = await run.page(login, { width });
    await page.goto(run.url + address);
    const told = page
      .locator('main')
      .locator('aksis-error, aksis-empty, aksis-dossier-refused')
      .first();
    const there = await told.waitFor({ timeout: 10_000 }).then(
      () => true,
      () => false,
    );
    const words = there ? await told.innerText() : await page.locator('main').innerText();
    run.check(
      `${address}, ${width} px: says what is not there`,
      there && /[a-z]{3}.*\n/s.test(words),
      words,
    );
    run.check(
      `${address}, ${width} px: and leads on`,
      (await page.locator('main').locator('a[href], button').filter({ visible: true }).count()) > 0,
    );
    const plain = !/undefined|null|\[object|urn:|such|there is|not found/i.test(words);
    run.check(`${address}, ${width} px: in plain French`, plain, words);
    if (there) await run.accessible(page, `${address}, ${width} px`);
    await page.context().close();
  }
}

/** Pasted as people do: from the clipboard, which for the page is an event with its text. */
const paste = (field, text) =>
  field.evaluate((it, words) => {
    it.focus();
    const data = new DataTransfer();
    data.setData('text/plain', words);
    if (
      it.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
      )
    )
      document.execCommand('insertText', false, words);
  }, text);

async function tooMuch(run) {
  const page = await run.page('camille', { width: 390 });
  await run.open(page, '/people/new');
  const field = page.getByLabel('Nom de naissance');
  await paste(field, PASTED);
  await page
    .getByText(/Le texte collé compte/)
    .first()
    .waitFor();
  run.check(
    'five megabytes in a field are refused in words',
    (await field.inputValue()).length === 0,
  );
  await field.fill('Après');
  run.check('and one goes on writing', (await field.inputValue()) === 'Après');
  await run.accessible(page, 'too much pasted');
  const search = page.getByRole('button', { name: /Rechercher/ }).first();
  page.on('dialog', (dialog) => dialog.accept());
  await search.click();
  const asked = page.getByRole('dialog').getByRole('combobox');
  await paste(asked, PASTED);
  await page.keyboard.type('x');
  run.check(
    'the search takes what it can ask for',
    (await asked.inputValue()).length < 1000,
    (await asked.inputValue()).length,
  );
  await page.context().close();
}

/** Somebody else saves what one is changing: nothing of either is lost unseen. */
async function meanwhile(run) {
  const page = await run.page('admin');
  await run.open(page, '/administration/organisations');
  await page.locator('aksis-list').getByRole('link').first().click();
  await page.waitForURL(/organisations\/[0-9a-f-]{36}/);
  await run.settled(page);
  await page.getByRole('button', { name: 'Modifier' }).first().click();
  const name = page.getByRole('dialog').getByRole('textbox', { name: 'Nom', exact: true });
  await name.fill('Mon nom pour elle');
  await page.evaluate(async () => {
    const at = `/api/v1/organisations/${location.pathname.split('/').pop()}`;
    const answer = await fetch(at);
    const { id, ...rest } = await answer.json();
    const headers = {
      'Content-Type': 'application/json',
      'If-Match': answer.headers.get('ETag') ?? '*',
    };
    for (const method of ['PATCH', 'PUT']) {
      const saved = await fetch(at, {
        method,
        headers,
        body: JSON.stringify({ name: 'Leur nom pour elle' }),
      });
      if (saved.ok) return;
    }
    throw new Error(JSON.stringify(rest));
  });
  await page.getByRole('dialog').getByRole('button', { name: 'Enregistrer' }).click();
  const which = page.getByRole('dialog', { name: 'Quelqu’un d’autre vient d’enregistrer' });
  await which.getByText('Leur nom pour elle').waitFor();
  run.check(
    'who saves after somebody else sees both versions',
    await which.getByText('Mon nom pour elle').isVisible(),
  );
  await run.accessible(page, 'somebody else saved an organisation');
  await which.getByRole('button', { name: 'Enregistrer la mienne' }).click();
  await page.getByRole('heading', { name: 'Mon nom pour elle' }).first().waitFor();
  run.check('and keeps the one they choose', true);
  await page.context().close();
}

await consoleTest(async (run) => {
  run.allow(/status of 4(0[0349]|12|05|22)/);
  for (const [login, addresses] of Object.entries(ADDRESSES))
    for (const address of addresses) await gone(run, login, address);
  await tooMuch(run);
  await meanwhile(run);
});
