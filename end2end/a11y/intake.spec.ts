// Intake, export, paper and the file viewer, in both languages.
import { inspect } from '../support/looks';
import { addPerson, sendReport, signIn } from '../support/portal';
import { expect, test } from '../support/test';
import { at, LANGS } from '../support/texts';

test.describe.configure({ timeout: 180_000 });

for (const lang of LANGS) {
  const colours = lang === 'zh-CN';
  test(`intake, from the look-up to the code (${lang})`, async ({ page, context }) => {
    const { number } = await sendReport();
    await signIn(context, addPerson('intake'));
    await page.goto(at(lang, '/staff/intake'));
    await inspect(page, 'intake', { desk: true, colours });
    await page.locator('#look').fill(number);
    await page.locator('button[value=look]').click();
    await expect(page.locator('.intake table tbody tr')).toHaveCount(1);
    await inspect(page, 'intake, found', { desk: true, colours });
    await page.locator('#received').fill('x');
    await page.locator('button[value=check]').click();
    await expect(page.locator('.errors')).toBeVisible();
    await inspect(page, 'intake, wrong', { desk: true, colours });
    await page.locator('#received').fill('');
    await page.locator('#kind').check({ force: true });
    await page.locator('button[value=questions]').click();
    await expect(page.locator('#questions[open]')).toBeVisible();
    await inspect(page, 'intake, questions', { desk: true, colours });
    await page.locator('#narrative').fill('他的车每晚停在楼下。');
    await page.locator('#phone').fill('13800138000');
    await page.locator('button[value=check]').click();
    await expect(page.locator('.aloud')).toBeVisible();
    await inspect(page, 'intake, read back', { desk: true, colours });
    await page.locator('button[value=record]').click();
    await expect(page.locator('.secret')).toBeVisible();
    await inspect(page, 'intake, done', { desk: true, colours });
  });

  test(`export and paper (${lang})`, async ({ page, context }) => {
    const { number } = await sendReport({ case_number: '（2019）鲁0102执1234号' });
    await signIn(context, addPerson('triage'));
    for (const [path, name] of [
      ['/staff/export?view=all', 'export'],
      ['/staff/print?view=all', 'the list on paper'],
      [`/staff/reports/${number}/print`, 'a report on paper'],
    ]) {
      await page.goto(at(lang, path));
      await inspect(page, name, { desk: true, colours });
    }
  });
}
