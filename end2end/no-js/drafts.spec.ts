// Saving for later without JavaScript: the button keeps what is typed, the code opens it, and each code finds its door.
import { begin, choose, goOn, mainButton, onStep, refused, shortest } from '../support/form';
import { sendReport } from '../support/portal';
import { expect, test } from '../support/test';
import { t } from '../support/texts';

test('a draft is left in the middle of a page and goes on elsewhere', async ({ page, visitor }) => {
  await begin(page, 'lead');
  await choose(page, 'category', 'asset');
  await goOn(page, 'case');
  await goOn(page, 'respondent');
  await page.locator('#respondent_name').fill('写了一半');
  await page.getByRole('button', { name: t('zh-CN', 'draft-later') }).click();
  await page.getByRole('button', { name: t('zh-CN', 'resume-make') }).click();
  const code = await page.locator('.secret').innerText();
  expect(code).toMatch(/^\d{4} \d{4} \d{4} \d{4}$/);
  const other = await visitor({ javaScriptEnabled: false });
  await other.goto('/');
  await other.locator('main a[href="/resume"]').click();
  await other.locator('#code').fill(code);
  await mainButton(other).click();
  await onStep(other, 'respondent');
  await expect(other.locator('#respondent_name')).toHaveValue('写了一半');
  // From the pages where nothing is typed a link leads there.
  const draft = new URL(other.url()).pathname.replace('/respondent', '');
  for (const step of ['files', 'check']) {
    await other.goto(`${draft}/${step}`);
    await other.getByRole('link', { name: t('zh-CN', 'draft-later') }).click();
    await expect(other).toHaveURL(`${draft}/later`);
  }
  // Enter in a field means Continue, not leaving.
  await other.goto(`${draft}/respondent`);
  await other.locator('#respondent_name').press('Enter');
  await onStep(other, 'story');
});

test('each code finds its door', async ({ page }) => {
  const { number, code } = await sendReport();
  const draft = await shortest(page, 'lead');
  await page.goto(`${draft}/later`);
  await page.getByRole('button', { name: t('zh-CN', 'resume-make') }).click();
  const resume = await page.locator('.secret').innerText();
  await page.goto('/resume');
  await page.locator('#code').fill(code);
  await refused(page, 'zh-CN', () => mainButton(page).click(), [{ field: 'code', name: 'resume', code: 'receipt' }]);
  await page.getByRole('button', { name: t('zh-CN', 'resume-follow') }).click();
  await expect(page).toHaveURL(`/follow/${number}`);
  await page.goto('/follow');
  await page.locator('#code').fill(resume);
  await refused(page, 'zh-CN', () => mainButton(page).click(), [{ field: 'code', code: 'resume' }]);
  await page.getByRole('button', { name: t('zh-CN', 'resume-go') }).click();
  await expect(page).toHaveURL(new RegExp(`^[^#]*${draft}/`));
});

test('the last save is told without JavaScript', async ({ page }) => {
  await begin(page, 'complaint');
  await choose(page, 'category', 'other');
  await goOn(page, 'case');
  await expect(page.locator('.saved')).toHaveText(new RegExp(`^${t('zh-CN', 'draft-saved', { at: '\\d\\d:\\d\\d' })}$`));
});
