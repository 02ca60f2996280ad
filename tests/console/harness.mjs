// What a test of the console is made of: the real binary on a copy of the demo, Debian's Chromium, and
// what every screen is held to. A test is a file NAME_test.mjs beside this one, found by CMake:
//
//   import { consoleTest } from './harness.mjs';
//
//   await consoleTest(async (run) => {
//     const page = await run.page('camille', { width: 390, language: 'en', theme: 'dark' });
//     await run.open(page, '/people');
//     run.check('the list is there', await page.getByRole('table').isVisible());
//     await run.accessible(page, 'people');
//     await run.everywhere('camille', '/people', 'people');   // widths, languages, themes, weight
//   });
//
// `run.page(login, options)` is signed in (each account of the demo: admin responsable camille noa
// controle dpo pilotage; undefined: nobody); `run.signIn(page, login)` does it through the screens, and
// `run.code(login)` gives a code not used before (it may wait for the next one). A test fails on any
// violation of the content-security policy, error of the page, or text without a translation;
// `run.allow(/…/)` takes an expected one off. Run one: node tests/console/NAME_test.mjs BINARY.
// AKSIS_CONSOLE_ASSETS=FOLDER serves that folder instead of what is embedded.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

import { chromium } from 'playwright-core';

import { Caller, totp } from '../acceptance/program.mjs';
import { Demo } from './demo.mjs';

const require = createRequire(import.meta.url);
const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
export const WIDTHS = { 390: 844, 1280: 800 };
export const THEMES = ['light', 'dark', 'contrast'];
export const LANGUAGES = ['fr', 'en'];
const PERIOD_MS = 30_000;
const TYPING_MS = 8_000;
const SCREEN_MAX_KB = 150;
// What a browser says of answers that are part of the day.
const EXPECTED = [/Failed to load resource: the server responded with a status of (401|429)/];

class Run {
  faults = [];
  #held = 'nothing yet';
  #allowed = [...EXPECTED];
  #states = new Map();
  #codes = new Map();
  // The demo may just have been made, and used the code before the present one.
  #used = Math.floor(Date.now() / PERIOD_MS) - 1;

  constructor(demo, browser) {
    this.demo = demo;
    this.browser = browser;
    this.url = demo.url;
  }

  /** What held is told to who watches; elsewhere the faults stand alone, after the last that held. */
  check(what, ok, detail) {
    if (ok) {
      if (process.stdout.isTTY) console.log(`ok    ${what}`);
      this.#held = what;
      return;
    }
    this.faults.push(`${what}${detail === undefined ? '' : `: ${JSON.stringify(detail)}`}`);
    console.log(`FAIL  ${this.faults.at(-1)}\n      after: ${this.#held}`);
  }

  /** Errors of the page that fit are no fault. */
  allow(...patterns) {
    this.#allowed.push(...patterns);
  }

  account(login) {
    const found = this.demo.accounts[login];
    if (!found) throw new Error(`no account ${login} in the demo`);
    return found;
  }

  /** Each code of an account serves once: after the present one, the next is waited for. */
  async code(login) {
    const { secret } = this.account(login);
    for (;;) {
      const period = Math.floor(Date.now() / PERIOD_MS);
      const last = this.#codes.get(login) ?? this.#used;
      // The one before still serves, so that two are at hand without waiting; not at the end of a
      // period, which would turn while it is typed.
      const late = PERIOD_MS - (Date.now() % PERIOD_MS) < TYPING_MS;
      for (const at of late ? [period] : [period - 1, period]) {
        if (at <= last) continue;
        this.#codes.set(login, at);
        return totp(secret, (period - at) * (PERIOD_MS / 1000));
      }
      await new Promise((done) => setTimeout(done, PERIOD_MS - (Date.now() % PERIOD_MS) + 50));
    }
  }

  /**
   * The factor was shown long ago: the server says so to the first request, and lets the next pass.
   * @returns {Promise<() => number>} how often it was asked
   */
  async oldFactor(page, path) {
    let asked = 0;
    await page.route(path, (route) =>
      asked++
        ? route.continue()
        : route.fulfill({
            status: 403,
            contentType: 'application/problem+json',
            body: JSON.stringify({
              type: 'about:blank',
              title: 'Forbidden',
              status: 403,
              detail: 'Montrez à nouveau votre second facteur.',
              errors: [{ pointer: '/step_up', message: 'montrer un facteur' }],
            }),
          }),
    );
    return () => asked;
  }

  /** A factor is asked for again before what is sensitive, unless one was shown a moment ago. */
  async stepUp(page, login) {
    const code = page.locator('#factor-code');
    if (
      !(await code.waitFor({ timeout: 1500 }).then(
        () => true,
        () => false,
      ))
    )
      return;
    await code.fill(await this.code(login));
    await page.keyboard.press('Enter');
    await code.waitFor({ state: 'detached' });
  }

  /** Cookies of a full session, made once for each account. */
  async #state(login) {
    if (!this.#states.has(login)) this.#states.set(login, await this.session(login));
    return this.#states.get(login);
  }

  /** Cookies of a session of its own. */
  async session(login) {
    const caller = new Caller(this.demo);
    await caller.ok('POST', '/session', { login, password: this.account(login).password });
    await caller.ok('POST', '/session/totp', { code: await this.code(login) });
    return [...caller.cookies].map(([name, value]) => ({
      name,
      value,
      url: this.url,
      httpOnly: true,
    }));
  }

  /**
   * A page of its own, watched from the first moment.
   * @param {string | undefined} login
   * @param {{width?: 390|1280, language?: "fr"|"en", theme?: "light"|"dark"|"contrast", worker?: boolean,
   *   cookies?: object[], certificates?: boolean, touch?: boolean}} options
   *   certificates: false takes any, as of a test's provider
   */
  async page(
    login,
    {
      width = 1280,
      language = 'fr',
      theme = 'light',
      worker = false,
      cookies,
      certificates = true,
      touch = width < 600,
    } = {},
  ) {
    const context = await this.browser.newContext({
      viewport: { width, height: WIDTHS[width] ?? 800 },
      locale: language === 'fr' ? 'fr-FR' : 'en-GB',
      timezoneId: 'Europe/Paris',
      colorScheme: theme === 'dark' ? 'dark' : 'light',
      hasTouch: touch,
      isMobile: width < 600,
      reducedMotion: 'reduce',
      ignoreHTTPSErrors: !certificates,
      serviceWorkers: worker ? 'allow' : 'block',
    });
    if (login) await context.addCookies(cookies ?? (await this.#state(login)));
    // A run's looks are its own: what another run kept for the account would change them.
    const looks = { language, theme: theme === 'light' ? 'system' : theme };
    const withLooks = async (route) => {
      const response = await route.fetch();
      const json = response.ok() ? await response.json() : {};
      await route.fulfill(
        response.ok()
          ? { response, json: { ...json, preferences: { ...json.preferences, ...looks } } }
          : { response },
      );
    };
    await context.route('**/api/v1/ui/preferences', (route) =>
      withLooks(route).catch((error) => {
        // A page may be closed while it still asks.
        if (!/disposed|closed/.test(error.message)) throw error;
      }),
    );
    await context.addInitScript(
      ({ looks: chosen, worker: wanted, signedIn }) => {
        if (signedIn) localStorage.setItem('aksis.signed_in', '1');
        for (const [name, value] of Object.entries(chosen))
          localStorage.setItem(`aksis.${name}`, JSON.stringify(value));
        if (!wanted) delete Navigator.prototype.serviceWorker;
        document.addEventListener('securitypolicyviolation', (event) =>
          console.error(
            `policy: ${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}`,
          ),
        );
      },
      { looks, worker, signedIn: Boolean(login) },
    );
    const page = await context.newPage();
    const say = (words) => {
      if (!this.#allowed.some((pattern) => pattern.test(words)))
        this.check(`nothing is said by the page (${new URL(page.url()).pathname})`, false, words);
    };
    page.on(
      'console',
      (message) => message.type() === 'error' && say(`${message.text()} ${message.location().url}`),
    );
    page.on('pageerror', (error) => say(error.stack));
    return page;
  }

  /** Opens an address and waits until its screen stands and nothing more is asked. */
  async open(page, path) {
    await page.goto(this.url + path);
    await page.locator('h1').first().waitFor();
    await this.settled(page);
  }

  async settled(page) {
    // The heading stands before the code of the screen is there.
    await page.waitForFunction(
      () => !document.querySelector('aksis-loading, .page_body:empty'),
      undefined,
      { timeout: 10_000 },
    );
    await page.waitForTimeout(150);
  }

  /** Waits for a toast: looked for in its place, since a hidden region says the same words soon after. */
  async news(page, words) {
    await page.locator('.toast', { hasText: words }).first().waitFor();
  }

  /** Through the screens, as a person does. */
  async signIn(page, login) {
    await page.goto(this.url);
    await page.locator('#login').fill(login);
    await page.locator('#password').fill(this.account(login).password);
    await page.keyboard.press('Enter');
    await page.locator('#factor-code').fill(await this.code(login));
    await page.keyboard.press('Enter');
    await page.locator('.frame h1').waitFor();
  }

  /** axe finds nothing, and nothing is wider than the page. */
  async accessible(page, what) {
    await page.evaluate(AXE);
    const found = await page.evaluate(async (rules) => {
      const { violations } = await globalThis.axe.run(document, { runOnly: rules });
      return violations.map(({ id, nodes }) => ({
        id,
        at: nodes.slice(0, 3).map((node) => node.html.slice(0, 160)),
        why: nodes[0].failureSummary,
      }));
    }, RULES);
    this.check(`${what}: axe finds nothing`, !found.length, found);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    this.check(`${what}: fits its width`, wide <= 1, `${wide} px too wide`);
  }

  /** What an address took over the network, compressed, without the answers of the API. */
  async light(page, what) {
    // A folder that somebody works on is served as it is.
    if (process.env.AKSIS_CONSOLE_ASSETS) return;
    const bytes = await page.evaluate(() =>
      performance
        .getEntriesByType('resource')
        .concat(performance.getEntriesByType('navigation'))
        .filter((one) => !new URL(one.name).pathname.startsWith('/api/'))
        .reduce((sum, one) => sum + one.encodedBodySize, 0),
    );
    this.check(
      `${what}: weighs at most ${SCREEN_MAX_KB} kB`,
      bytes <= SCREEN_MAX_KB * 1024,
      `${Math.round(bytes / 1024)} kB`,
    );
  }

  /** A screen at both widths, in both languages and all themes. `prepare(page)` brings it to its state. */
  async everywhere(login, path, what, prepare) {
    for (const width of Object.keys(WIDTHS).map(Number)) {
      for (const language of LANGUAGES) {
        for (const theme of THEMES) {
          // Both languages once a theme would find little more: English in light only.
          if (language === 'en' && theme !== 'light') continue;
          const page = await this.page(login, { width, language, theme });
          await this.open(page, path);
          await prepare?.(page);
          await this.accessible(page, `${what}, ${width} px, ${language}, ${theme}`);
          if (theme === 'light' && language === 'fr')
            await this.light(page, `${what}, ${width} px`);
          const bare = await page.evaluate(
            () =>
              document.body.innerText.match(/\b(el|sdk|shell|nav|[a-z_]+)\.[a-z_]+\.[a-z_.]+\b/g) ??
              [],
          );
          this.check(`${what}, ${language}: every text is there`, !bare.length, bare);
          await page.context().close();
        }
      }
    }
  }
}

/** What the last page looked like when a test broke. */
async function picture(browser) {
  const page = browser.contexts().at(-1)?.pages().at(-1);
  const file = join(tmpdir(), `aksis-console-${basename(process.argv[1], '.mjs')}.png`);
  await page?.screenshot({ path: file }).then(
    () => console.log(`how it looked: ${file}`),
    () => {},
  );
}

/** Runs a test and ends the process with its outcome. */
export async function consoleTest(body, settings, through) {
  const binary = process.argv[2];
  if (!binary) {
    console.error('usage: node NAME_test.mjs BINARY');
    process.exit(2);
  }
  const demo = await Demo.start(binary, settings, through);
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
  });
  const run = new Run(demo, browser);
  try {
    await body(run);
  } catch (error) {
    run.check('the test went through', false, error.stack);
    console.log(demo.log.slice(-2000));
    await picture(browser);
  } finally {
    await browser.close();
    await demo.stop();
  }
  console.log(run.faults.length ? `${run.faults.length} faults` : 'all is well');
  process.exit(run.faults.length ? 1 : 0);
}
