// A complaint without JavaScript: named by default, it goes to the court above, and the court complained of never sees it.
import { choose, follow, goOn, mainButton, onStep, readReceipt, statusIs } from '../support/form';
import { addPerson, caseNumber, signIn } from '../support/portal';
import { expect, test } from '../support/test';
import { t } from '../support/texts';

test('a complaint, from the first page to the court above', async ({ page, visitor }) => {
  const number = caseNumber();
  await page.goto('/');
  await page.locator('main').getByRole('link', { name: t('zh-CN', 'home-complaint-button') }).click();
  await expect(page).toHaveURL('/report/complaint');
  await page.getByRole('button', { name: t('zh-CN', 'start-button') }).click();

  await onStep(page, 'kind');
  await choose(page, 'category', 'funds');
  await goOn(page, 'case');
  // Chosen by hand; a case number of a court in another province is accepted and explained.
  await page.locator('#case_number').fill('（2020）京0105执1234号');
  await page.locator('#court').selectOption('鲁0102');
  await mainButton(page).click();
  await expect(page.locator('main .note')).toContainText('北京');
  await expect(page.locator('#court')).toHaveValue('鲁0102');
  // Corrected, it is read back once more.
  await page.locator('#case_number').fill(number);
  await mainButton(page).click();
  await expect(page.locator('main .note')).toContainText(number);
  await goOn(page, 'respondent');
  await goOn(page, 'story');
  await page.locator('#narrative').fill('执行款去年十月就到了法院，至今没有发给我。');
  await goOn(page, 'details');
  await page.locator('#q_funds_arrived').fill('去年十月');
  await page.locator('#q_funds_amount').fill('12 万元');
  await choose(page, 'q_tried_ways', 'hotline');
  await choose(page, 'q_tried_ways', 'called');
  await goOn(page, 'more');
  await page.locator('#q_tried').fill('打过三次 12368');
  await goOn(page, 'livelihood');
  await choose(page, 'livelihood', 'none');
  await choose(page, 'q_hardship', 'ill');
  await goOn(page, 'files');
  await goOn(page, 'you');
  await expect(page.locator('input[name=anonymous][value=no]')).toBeChecked();
  await page.locator('#name').fill('赵六');
  await page.locator('#phone').fill('0531-88888888');
  await page.locator('#email').fill('zhao@example.com');
  await page.locator('#role').selectOption('applicant');
  await goOn(page, 'check');
  await expect(page.locator('#row-you')).toContainText('赵六');
  await expect(page.locator('#row-details')).toContainText('去年十月');
  await expect(page.locator('#row-details')).toContainText('12 万元');
  await expect(page.locator('#row-details')).toContainText(t('zh-CN', 'opt-tried-ways-hotline'));
  await expect(page.locator('#row-more')).toContainText('打过三次 12368');
  await expect(page.locator('#row-livelihood')).toContainText(t('zh-CN', 'opt-hardship-ill'));
  await page.getByRole('button', { name: t('zh-CN', 'send-complaint') }).click();

  const receipt = await readReceipt(page);
  await expect(page.locator('main')).toContainText('济南市中级人民法院');
  await follow(page, receipt.code);
  await statusIs(page, 'received');
  await expect(page.locator('main .status')).toContainText('济南市中级人民法院');

  // The court complained of: not in its list, not at its address.
  const below = await visitor();
  await signIn(below.context(), addPerson('triage', '鲁0102'));
  await below.goto(`/staff/queue?q=${receipt.number}`);
  await expect(below.locator('table.queue tbody tr')).toHaveCount(0);
  expect((await below.goto(`/staff/reports/${receipt.number}`))?.status()).toBe(404);

  // The court above: there, with the name, and no way to hand it down.
  const above = await visitor();
  await signIn(above.context(), addPerson('triage', '鲁01'));
  await above.goto(`/staff/queue?q=${receipt.number}`);
  await above.locator(`tr[data-number="${receipt.number}"] a.open`).click();
  await expect(above.locator('dl.facts').first()).toContainText('赵六');
  await expect(above.locator('#transfer-court option[value=鲁0102]')).toHaveCount(0);
});
