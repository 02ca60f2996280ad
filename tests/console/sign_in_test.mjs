// Signing in by the keyboard alone, at both widths, and what is refused on the way.
import { consoleTest } from './harness.mjs';

const focused = (page) =>
  page.evaluate(() => document.activeElement?.id || document.activeElement?.textContent.trim());

await consoleTest(async (run) => {
  await run.everywhere(undefined, '/', 'sign-in');

  const page = await run.page(undefined, { width: 390 });
  await run.open(page, '/people?sort=name');
  run.check('the login has the focus', (await focused(page)) === 'login', await focused(page));
  await page.keyboard.type('camille');
  await page.keyboard.press('Tab');
  await page.keyboard.type('not the password');
  await page.keyboard.press('Enter');
  const refusal = page.getByRole('alert').filter({ hasText: 'refusé' });
  await refusal.waitFor();
  run.check('what is refused is said as the server says it', true);
  run.check('the login stays as it was typed', (await page.inputValue('#login')) === 'camille');
  run.check(
    'the field to mend has the focus',
    (await focused(page)) === 'login',
    await focused(page),
  );
  await page.keyboard.press('Tab');
  await page.keyboard.press('Control+a');
  // Pasted, as a password manager or a person does.
  const secret = page.locator('#password');
  run.check(
    'the password is hidden, and named for who fills it in',
    (await secret.getAttribute('type')) === 'password' &&
      (await secret.getAttribute('autocomplete')) === 'current-password',
  );
  await page.evaluate((words) => {
    const data = new DataTransfer();
    data.setData('text/plain', words);
    const event = new ClipboardEvent('paste', {
      clipboardData: data,
      bubbles: true,
      cancelable: true,
    });
    // A page that forbids pasting cancels it; the text is the browser's to put there.
    if (document.activeElement.dispatchEvent(event))
      document.execCommand('insertText', false, words);
  }, run.account('camille').password);
  run.check('it can be pasted', (await secret.inputValue()) === run.account('camille').password);
  await page.keyboard.press('Enter');
  await page.locator('#factor-code').waitFor();
  run.check('the code has the focus', (await focused(page)) === 'factor-code', await focused(page));
  await run.accessible(page, 'second factor');
  await page.keyboard.type('000000');
  await page.keyboard.press('Enter');
  await page.getByRole('alert').filter({ hasText: /\S/ }).waitFor();
  await page.keyboard.press('Control+a');
  await page.keyboard.type(await run.code('camille'));
  await page.keyboard.press('Enter');
  await page.locator('.frame h1').waitFor();
  run.check(
    'one arrives where one wanted to go',
    new URL(page.url()).pathname === '/people',
    page.url(),
  );

  // Something typed and not sent goes with who typed it.
  await run.open(page, '/people/new');
  await page.getByLabel('Prénoms').fill('Zoé');
  const keeps = (tab = page) =>
    tab.evaluate(() => Object.keys(sessionStorage).some((name) => name.startsWith('aksis.draft')));
  await page.waitForFunction(() => sessionStorage.length > 0);
  run.check('a draft is kept while one is signed in', await keeps());
  const other = await page.context().newPage();
  await run.open(other, '/people/new');
  await other.getByLabel('Prénoms').fill('Inès');
  await other.waitForFunction(() => sessionStorage.length > 0);
  other.on('dialog', (dialog) => dialog.accept());
  await page.locator('.person_button').click();
  page.on('dialog', (dialog) => dialog.accept());
  await page.getByRole('button', { name: 'Se déconnecter' }).click();
  await page.locator('#login').waitFor();
  run.check(
    'nothing of it is left after signing out',
    !(await keeps()) && !(await page.content()).includes('Zoé'),
  );
  await other.locator('#login').waitFor();
  run.check(
    'the other tab shows and keeps nothing either',
    (await other.locator('.frame').count()) === 0 && !(await keeps(other)),
  );
  await other.close();
  run.check('signing out leads to signing in', new URL(page.url()).pathname === '/', page.url());

  const english = await run.page(undefined, { language: 'en' });
  await run.open(english, '/');
  await english.locator('#login').fill('someone typed this');
  await english.getByRole('button', { name: 'Français' }).click();
  await english.getByRole('heading', { name: 'Connexion' }).waitFor();
  run.check(
    'changing the language keeps what is typed',
    (await english.inputValue('#login')) === 'someone typed this',
  );
});
