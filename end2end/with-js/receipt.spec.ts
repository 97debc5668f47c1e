// The signed receipt in browsers with JavaScript: the QR code fills the check page, and the sheet has a button to print.
import { mainButton, shortest } from '../support/form';
import { alive } from '../support/islands';
import { sendReport } from '../support/portal';
import { expect, test } from '../support/test';
import { at, LANGS, t } from '../support/texts';

interface WithReceipt {
  receipt: string;
}

for (const lang of LANGS) {
  test(`the QR code of a receipt opens the check with the receipt filled in (${lang})`, async ({ page }) => {
    const { number, receipt } = (await sendReport()) as Awaited<ReturnType<typeof sendReport>> & WithReceipt;
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.goto(at(lang, `/verify#${receipt}`));
    await expect(page.locator('#receipt')).toHaveValue(receipt);
    await expect(page.locator('main [role=status]')).toHaveText(t(lang, 'verify-filled'));
    // It is in no address that a server or the history saw.
    expect(new URL(page.url()).hash).toBe('');
    expect(asked.filter((address) => address.includes('NDR1'))).toEqual([]);
    await mainButton(page).click();
    await expect(page.locator('.verdict')).toContainText(t(lang, 'verify-genuine'));
    await expect(page.locator('.verdict .number')).toHaveText(number.replace(/(\d{4})(?=\d)/g, '$1 '));
    // What is not a receipt is left alone.
    await page.goto(at(lang, '/help'));
    await page.goto(at(lang, '/verify#main'));
    await expect(page.locator('#receipt')).toHaveValue('');
  });
}

test('the sheet has a button to print', async ({ page }) => {
  const draft = await shortest(page, 'lead');
  await page.goto(`${draft}/check`);
  await mainButton(page).click();
  await page.locator('a[href$="/acknowledgement"]').click();
  await page.evaluate(() => {
    const here = window as unknown as { printed: number };
    here.printed = 0;
    window.print = () => void (here.printed += 1);
  });
  await alive(page, 'main .go button[type=button]');
  await page.locator('main .go button[type=button]').click();
  expect(await page.evaluate(() => (window as unknown as { printed: number }).printed)).toBe(1);
});
