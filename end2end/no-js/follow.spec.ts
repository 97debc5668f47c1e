// The progress page without JavaScript: questions of the court, withdrawing, and its end.
import { answersWith, follow, statusIs } from '../support/form';
import { act, addPerson, addToken, sendReport } from '../support/portal';
import { expect, test } from '../support/test';
import { t } from '../support/texts';

test('a report can be withdrawn, and then nothing more can be done with it', async ({ page }) => {
  const { code } = await sendReport();
  await follow(page, code);
  await page.locator('form[action$="/withdraw"] button').click();
  await statusIs(page, 'withdrawn');
  await expect(page.locator('ol.timeline')).toContainText(t('zh-CN', 'entry-withdrawn'));
  for (const form of ['withdraw', 'message', 'contact', 'files']) await expect(page.locator(`form[action$="/${form}"]`)).toHaveCount(0);
  await page.reload();
  await statusIs(page, 'withdrawn');
});

test('withdrawing after a decision is refused in words', async ({ page }) => {
  const { number, code } = await sendReport();
  await follow(page, code);
  await act(addToken(addPerson('triage')), number, 'decline', { text: '这不是线索。' });
  await answersWith(page, 422, () => page.locator('form[action$="/withdraw"] button').click());
  await expect(page).toHaveTitle(/^错误：/);
  await expect(page.locator('.errors')).toBeFocused();
  await expect(page.locator('.errors a')).toHaveText(t('zh-CN', 'error-withdraw-closed'));
  await expect(page.locator('#withdraw')).toHaveText(t('zh-CN', 'error-withdraw-closed'));
  await statusIs(page, 'declined');
  await expect(page.locator('ol.timeline')).toContainText('这不是线索。');
});

test('a question of the court is read and answered', async ({ page }) => {
  const { number, code } = await sendReport();
  const token = addToken(addPerson('triage'));
  await act(token, number, 'claim');
  await act(token, number, 'request_info', { text: '车牌号是多少？' });
  await act(token, number, 'note', { note: '内部的话' });
  await follow(page, code);
  await statusIs(page, 'info_requested');
  await expect(page.locator('ol.timeline')).toContainText('车牌号是多少？');
  await expect(page.locator('main')).not.toContainText('内部的话');
  await page.locator('#message').fill('鲁A·12345');
  await page.locator('form[action$="/message"] button').click();
  await expect(page.locator('ol.timeline')).toContainText('鲁A·12345');
  await statusIs(page, 'under_review');
});

test('without the code there is no way in', async ({ page }) => {
  const { number } = await sendReport();
  await page.goto(`/follow/${number}`);
  await expect(page).toHaveURL('/follow');
  await expect(page.locator('#code')).toBeVisible();
});
