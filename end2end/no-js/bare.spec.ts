// As in Tor Browser at its safest: no JavaScript, no pictures, no fonts, nothing but HTML and the style sheet.
import { choose, goOn, mainButton, onStep, readReceipt } from '../support/form';
import { document } from '../support/files';
import { expect, test } from '../support/test';
import { at, LANGS, t } from '../support/texts';

test.describe.configure({ timeout: 120_000 });

for (const lang of LANGS) {
  test(`everything works without scripts, pictures and fonts (${lang})`, async ({ page, tolerated }) => {
    tolerated.push(/ERR_FAILED/);
    const taken: string[] = [];
    await page.route('**/*', (route) => {
      const kind = route.request().resourceType();
      if (kind === 'document' || kind === 'stylesheet') return route.continue();
      taken.push(`${kind} ${new URL(route.request().url()).pathname}`);
      return route.abort();
    });
    for (const path of ['/', '/report', '/help', '/help/where-is-my-money', '/help/case-numbers', '/privacy', '/accessibility', '/security', '/follow']) {
      await page.goto(at(lang, path));
      await expect(page.locator('h1')).toBeVisible();
      // What a picture shows stands beside it in words.
      for (const picture of await page.locator('img').all()) expect(await picture.getAttribute('alt')).not.toBeNull();
    }
    // The search.
    await page.goto(at(lang, '/'));
    await page.locator('#q').fill(lang === 'en' ? 'money' : '钱');
    await page.locator('.seek button').click();
    await expect(page).toHaveURL(at(lang, '/help/search'));
    await page.locator('.found a').first().click();
    await expect(page.locator('.answer')).toContainText('12368');
    // A report with a file, to its receipt and back with its code.
    await page.goto(at(lang, '/report/lead'));
    await page.locator('form[action$="/report/lead"] button').click();
    await onStep(page, 'kind');
    await choose(page, 'category', 'other');
    await goOn(page, 'case');
    const draft = new URL(page.url()).pathname.replace(/\/case$/, '');
    await page.goto(`${draft}/story`);
    await page.locator('#narrative').fill('洋葱那头写来的。');
    await mainButton(page).click();
    await expect(page).not.toHaveURL(/\/story/);
    await page.goto(`${draft}/files`);
    await page.locator('#file').setInputFiles(document('证据.pdf'));
    await page.locator('#upload button').click();
    await expect(page.locator('#file-list li')).toHaveCount(1);
    await page.goto(`${draft}/check`);
    await page.locator('form[action$="/send"] button').click();
    const { code } = await readReceipt(page);
    await page.goto(at(lang, '/follow'));
    await page.locator('#code').fill(code);
    await mainButton(page).click();
    await expect(page.locator('main .status h2')).toHaveText(t(lang, 'status-received'));
    // The icon, and the hint to fetch the browser part early, which a browser without scripts may follow in vain.
    expect(taken.filter((one) => !/ \/(icon\.svg|pkg\/nuandong_bg\.wasm)$/.test(one)), 'what else the pages asked for').toEqual([]);
  });
}

test('on paper: where it came from and when, no buttons, no navigation, black on white', async ({ page }) => {
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  for (const path of ['/', '/help', '/help/objection', '/privacy', '/accessibility', '/security', '/follow', '/en/help/objection']) {
    await page.goto(path);
    await expect(page.locator('.from')).toBeVisible();
    await expect(page.locator('.from')).toContainText(/\d{4}/);
    for (const gone of ['.leave', '.bottom', '.seek', '.tools', '.skip', '.back', '.button', '.more-help']) {
      for (const one of await page.locator(gone).all()) await expect(one, `${path}: ${gone}`).toBeHidden();
    }
    await expect(page.locator('h1')).toHaveCSS('color', 'rgb(0, 0, 0)');
    await expect(page.locator('html')).toHaveCSS('background-color', 'rgb(255, 255, 255)');
  }
  // The address of a draft is as good as a key: it is not printed.
  await page.goto('/report/lead');
  await page.emulateMedia({ media: 'screen' });
  await page.locator('form[action="/report/lead"] button').click();
  const token = new URL(page.url()).pathname.split('/')[3];
  await page.emulateMedia({ media: 'print' });
  expect(await page.locator('body').innerText()).not.toContain(token);
});
