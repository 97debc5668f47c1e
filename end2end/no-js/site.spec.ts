// Around the pages, without JavaScript: elder mode, language, quick exit, addresses that do not exist.
import { begin, follow, onStep } from '../support/form';
import { sendReport } from '../support/portal';
import { expect, test } from '../support/test';
import { t } from '../support/texts';

/** Pages that stand in other rooms. */
const ELSEWHERE = ['/check', '/verify', '/resume'];

test('elder mode is switched on and off in place and stays on', async ({ page }) => {
  const draft = await begin(page, 'lead');
  const html = page.locator('html');
  const on = page.locator('form[action$="/preferences"] button[value=on]');
  const off = page.locator('form[action$="/preferences"] button[value=off]');
  await page.goto(`${draft}/respondent?from=check`);
  await expect(html).not.toHaveClass(/elder/);
  await on.click();
  await expect(html).toHaveClass(/elder/);
  await expect(page).toHaveURL(`${draft}/respondent?from=check`);
  await page.goto('/');
  await expect(html).toHaveClass(/elder/);
  await page.locator('header a[hreflang=en]').click();
  await expect(html).toHaveClass(/elder/);
  await off.click();
  await expect(html).not.toHaveClass(/elder/);
  await expect(page).toHaveURL('/en');
  // On a page that came back with an error, too, it stays on that page.
  const { number, code } = await sendReport();
  await follow(page, code);
  await page.locator('form[action$="/message"] button').click();
  await expect(page.locator('.errors')).toBeVisible();
  await on.click();
  await expect(page).toHaveURL(`/follow/${number}`);
  await expect(html).toHaveClass(/elder/);
});

test('in elder mode letters grow and shrink in steps, in place', async ({ page }) => {
  await page.goto('/help/where-is-my-money');
  const size = () => page.locator('.answer > p').first().evaluate((element) => parseFloat(getComputedStyle(document.documentElement).fontSize) * (element ? 1 : 0));
  await page.locator('button[value=on]').click();
  const seen = [await size()];
  const larger = page.locator('button[name=elder][value=larger]');
  while (await larger.isEnabled()) {
    await larger.click();
    await expect(page).toHaveURL('/help/where-is-my-money');
    seen.push(await size());
  }
  expect(seen).toEqual([22, 24, 27, 30]);
  const smaller = page.locator('button[name=elder][value=smaller]');
  while (await smaller.isEnabled()) await smaller.click();
  expect(await size()).toBe(18);
});

test('leaving quickly forgets the visit', async ({ page, context, tolerated }) => {
  // The one place that leads elsewhere. It is answered here: no test talks to the world.
  tolerated.push(/third party: https:\/\/www\.weather\.com\.cn\/$/);
  const { number, code } = await sendReport();
  await follow(page, code);
  const devtools = await context.newCDPSession(page);
  await devtools.send('Fetch.enable', { patterns: [{ urlPattern: 'https://www.weather.com.cn/*' }] });
  devtools.on('Fetch.requestPaused', (event) => {
    const body = Buffer.from('<!DOCTYPE html><title>sunny</title>').toString('base64');
    void devtools.send('Fetch.fulfillRequest', { requestId: event.requestId, responseCode: 200, responseHeaders: [{ name: 'content-type', value: 'text/html' }], body });
  });
  await page.locator('form[action$="/leave"] button').click();
  await expect(page).toHaveTitle('sunny');
  expect(await context.cookies()).toEqual([]);
  await devtools.send('Fetch.disable');
  await page.goto(`/follow/${number}`);
  await expect(page).toHaveURL('/follow');
  await expect(page.locator('#code')).toHaveValue('');
});

test('leaving quickly is offered on every page', async ({ page }) => {
  for (const path of ['/', '/report/lead', '/follow', '/help']) {
    await page.goto(path);
    await expect(page.locator('form[action$="/leave"] button')).toBeVisible();
  }
});

test('an address that does not exist says so in both languages', async ({ page }) => {
  for (const [path, lang] of [
    ['/nothing-here', 'zh-CN'],
    ['/en/nothing-here', 'en'],
    ['/report/lead/no-such-draft/kind', 'zh-CN'],
    ['/en/receipt/no-such-receipt', 'en'],
  ] as const) {
    expect((await page.goto(path))?.status()).toBe(404);
    await expect(page.locator('h1')).toHaveText(t(lang, 'error-not-found-title'));
    await expect(page.locator('html')).toHaveAttribute('lang', lang);
    await page.locator('main a.button').click();
    await expect(page).toHaveURL(lang === 'en' ? '/en' : '/');
  }
});

test('every link of the header, footer and first page leads to a page', async ({ page }) => {
  await page.goto('/');
  const links = await page.locator('a[href^="/"]').evaluateAll((all) => [...new Set(all.map((a) => a.getAttribute('href')!))]);
  expect(links.length).toBeGreaterThan(6);
  for (const link of links.filter((link) => !ELSEWHERE.includes(link))) {
    expect((await page.goto(link))?.status(), link).toBe(200);
    await expect(page.locator('h1')).toHaveCount(1);
  }
  await begin(page, 'lead');
  await onStep(page, 'kind');
});
