// What a reporter takes along, and the page that checks it.
import { mainButton, readReceipt, shortest } from '../support/form';
import { inspect } from '../support/looks';
import { expect, test } from '../support/test';
import { at, LANGS } from '../support/texts';

test.describe.configure({ timeout: 180_000 });

for (const lang of LANGS) {
  const colours = lang === 'zh-CN';
  test(`receipt, sheet, first visit and check (${lang})`, async ({ page }) => {
    const draft = await shortest(page, 'complaint', lang);
    await page.goto(`${draft}/check`);
    await page.locator('form[action$="/send"] button').click();
    const { code } = await readReceipt(page);
    await page.locator('.keep summary').click();
    const receipt = await page.locator('.keep .signed').innerText();
    await inspect(page, 'receipt, unfolded', { colours });
    await page.locator('a[href$="/acknowledgement"]').click();
    await expect(page.locator('article.sheet')).toBeVisible();
    await page.locator('#code').check();
    await page.locator('form.screen button[class~=second]').click();
    await expect(page.locator('.sheet .secret')).toBeVisible();
    await inspect(page, 'acknowledgement with everything', { colours });
    await page.goto(at(lang, '/follow'));
    await page.locator('#code').fill(code);
    await mainButton(page).click();
    await expect(page.locator('.once .secret')).toHaveText(code);
    await inspect(page, 'first visit', { colours });
    await page.goto(at(lang, '/verify'));
    await page.locator('details summary').click();
    await inspect(page, 'check, keys unfolded', { colours });
    for (const [name, text, status] of [['cut off', receipt.slice(0, 80), 422], ['genuine', receipt, 200]] as const) {
      await page.locator('#receipt').fill(text);
      const answer = page.waitForResponse((response) => response.request().method() === 'POST');
      await mainButton(page).click();
      expect((await answer).status()).toBe(status);
      await expect(page.locator(status === 200 ? '.verdict' : '.errors')).toBeVisible();
      await inspect(page, `check, ${name}`, { colours });
    }
  });
}
