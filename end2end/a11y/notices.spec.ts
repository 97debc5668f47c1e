// Messages to a reporter, in every state that a page shows, in both languages.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { mainButton } from '../support/form';
import { inspect } from '../support/looks';
import { sendReport } from '../support/portal';
import { expect, test } from '../support/test';
import { at, LANGS, t } from '../support/texts';

/** The mail to an address, once the worker has written it: its digits and its link. */
async function mailTo(address: string): Promise<{ digits: string; link: string }> {
  const folder = join(process.env.NUANDONG_DATA_DIR!, 'mail');
  let letter = '';
  await expect.poll(() => {
    const letters = readdirSync(folder).filter((file) => file.endsWith('.eml')).map((file) => readFileSync(join(folder, file), 'utf8'));
    letter = letters.find((one) => one.includes(`To: ${address}`)) ?? '';
    return letter;
  }).not.toBe('');
  const [head, ...rest] = letter.split('\r\n\r\n');
  const body = /base64/i.test(head) ? Buffer.from(rest.join(''), 'base64').toString() : rest.join('\n').replaceAll('=\r\n', '');
  return { digits: /\b\d{6}\b/.exec(body)![0], link: /List-Unsubscribe: <(.*)>/.exec(head)![1] };
}

for (const lang of LANGS) {
  const colours = lang === 'zh-CN';
  test(`messages to a reporter (${lang})`, async ({ page, browser }) => {
    const email = `reader-${lang.toLowerCase()}@example.com`;
    const { number, code } = await sendReport({ channel: 'complaint', category: 'delay', reporter: { email, phone: '13800138000' }, language: lang });
    await page.goto(at(lang, '/follow'));
    await page.locator('#code').fill(code);
    await mainButton(page).click();
    await expect(page.locator('#code-email')).toHaveAttribute('autocomplete', 'one-time-code');
    await inspect(page, 'progress, addresses not confirmed', { colours });
    const { digits, link } = await mailTo(email);
    const confirm = page.locator('form', { has: page.locator('#code-email') }).locator('button');
    await page.locator('#code-email').fill('12345');
    await confirm.click();
    await expect(page.locator('.errors')).toBeFocused();
    await expect(page.locator('#code-email')).toHaveValue('12345');
    await inspect(page, 'messages, a wrong code', { colours });
    await page.locator('#code-email').fill(digits);
    await confirm.click();
    await expect(page).toHaveURL(new RegExp(`/follow/${number}#notices$`));
    await expect(page.locator('#notices')).toContainText(t(lang, 'standing-confirmed'));
    await page.locator('.settings summary').click();
    await inspect(page, 'progress, one address confirmed', { colours });
    await page.locator('button[value=stop]').click();
    await inspect(page, 'progress, messages stopped', { colours });
    await page.locator('#notices button[value=resume]').click();
    // Whoever reads the mail.
    const reader = await (await browser.newContext()).newPage();
    await reader.goto(link);
    await inspect(reader, 'link in a mail', { colours });
    await reader.locator('button[value=stop]').click();
    await expect(reader.locator('h1')).toHaveText(t(lang, 'link-stopped'));
    await inspect(reader, 'link in a mail, stopped', { colours });
    await reader.goto(at(lang, '/n/nothing'));
    await inspect(reader, 'link in a mail, unknown', { colours });
    await reader.context().close();
  });
}
