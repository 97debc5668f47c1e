// The form keeps everything: Back, Change links, refresh, two tabs, two drafts, double clicks.
import { begin, choose, goOn, mainButton, onStep, readReceipt, shortest } from '../support/form';
import { addPerson, addToken, caseNumber, list } from '../support/portal';
import { expect, test } from '../support/test';
import { t } from '../support/texts';

test('the Back button shows the last state of each page', async ({ page }) => {
  await begin(page, 'lead');
  await choose(page, 'category', 'asset');
  await goOn(page, 'case');
  const number = caseNumber();
  await page.locator('#case_number').fill(number);
  await mainButton(page).click();
  await expect(page.locator('main .note')).toContainText(number);
  await goOn(page, 'respondent');
  await page.locator('#respondent_name').fill('孙某');
  await goOn(page, 'story');
  // An error on the way makes no trap for Back.
  await mainButton(page).click();
  await expect(page.locator('.errors')).toBeVisible();
  await page.locator('#narrative').fill('他在城东有一间仓库。');
  await goOn(page, 'details');

  await page.goBack();
  await onStep(page, 'story');
  await expect(page.locator('#narrative')).toHaveValue('他在城东有一间仓库。');
  while (!page.url().endsWith('/respondent')) await page.goBack();
  await expect(page.locator('#respondent_name')).toHaveValue('孙某');
  await page.goBack();
  await onStep(page, 'case');
  await expect(page.locator('#case_number')).toHaveValue(number);
  while (!page.url().endsWith('/kind')) await page.goBack();
  await expect(page.locator('input[name=category][value=asset]')).toBeChecked();
  // And on again from there, with nothing lost.
  await goOn(page, 'case');
  await goOn(page, 'respondent');
  await goOn(page, 'story');
  await expect(page.locator('#narrative')).toHaveValue('他在城东有一间仓库。');
});

test('the back link of each page leads through the questions to the start', async ({ page }) => {
  await begin(page, 'complaint');
  await choose(page, 'category', 'delay');
  await goOn(page, 'case');
  await goOn(page, 'respondent');
  await goOn(page, 'story');
  for (const step of ['respondent', 'case', 'kind'] as const) {
    await page.locator('.back a').click();
    await onStep(page, step);
  }
  await page.locator('.back a').click();
  await expect(page).toHaveURL('/report/complaint');
  await page.locator('.back a').click();
  await expect(page).toHaveURL('/');
});

test('each Change link leads to its question and back to the check page', async ({ page }) => {
  const draft = await shortest(page, 'lead');
  await page.goto(`${draft}/kind`);
  await choose(page, 'category', 'asset');
  await mainButton(page).click();
  await expect(page).not.toHaveURL(/\/kind/);
  await page.goto(`${draft}/check`);

  const change = (step: string) => page.locator(`#row-${step} a`).click();
  await change('respondent');
  await onStep(page, 'respondent');
  await page.locator('#respondent_name').fill('周某');
  await goOn(page, 'check');
  await expect(page.locator('#row-respondent')).toContainText('周某');

  await change('story');
  await page.locator('#narrative').fill('');
  await mainButton(page).click();
  await expect(page.locator('.errors')).toBeVisible();
  // After an error, too, the way leads back to the check page.
  await page.locator('#narrative').fill('改过的经过。');
  await goOn(page, 'check');
  await expect(page.locator('#row-story')).toContainText('改过的经过。');

  await change('case');
  const number = caseNumber();
  await page.locator('#case_number').fill(number);
  await mainButton(page).click();
  await expect(page.locator('main .note')).toContainText(number);
  await goOn(page, 'check');
  await expect(page.locator('#row-case')).toContainText(number);

  for (const step of ['details', 'files', 'you'] as const) {
    await change(step);
    await onStep(page, step);
    await goOn(page, 'check');
  }
  // Back link: no change.
  await change('you');
  await page.locator('.back a').click();
  await onStep(page, 'check');
  // Another kind asks other questions; they come before the check page.
  await change('kind');
  await choose(page, 'category', 'whereabouts');
  await mainButton(page).click();
  await expect(page).not.toHaveURL(/\/kind/);
  await page.goto(`${draft}/check`);
  await expect(page.locator('#row-details')).toContainText(t('zh-CN', 'q-seen-where'));
});

test('a refresh of any page keeps it', async ({ page }) => {
  const draft = await shortest(page, 'lead');
  await page.reload();
  await expect(page.locator('#row-story')).toContainText('昨晚八点');
  await page.goto(`${draft}/story`);
  await page.reload();
  await expect(page.locator('#narrative')).toHaveValue('昨晚八点，我在小区车库看见他的车。');
  await page.goto(`${draft}/files`);
  await page.reload();
  await onStep(page, 'files');
});

test('a double click sends once', async ({ page }) => {
  const number = caseNumber();
  const draft = await shortest(page, 'lead', 'zh-CN', number);
  await page.locator('form[action$="/send"] button').dblclick();
  const receipt = await readReceipt(page);
  await page.reload();
  expect(await readReceipt(page)).toEqual(receipt);
  // Old addresses of the draft lead to the receipt as well.
  for (const step of ['send', 'check', 'story', 'files']) {
    await page.goto(`${draft}/${step}`);
    expect(await readReceipt(page)).toEqual(receipt);
  }
  const token = addToken(addPerson('triage'));
  expect((await list(token, { q: number })).map((item) => item.number)).toEqual([receipt.number]);
});

test('the check page, left open in two tabs, sends once', async ({ page, context }) => {
  const number = caseNumber();
  await shortest(page, 'lead', 'zh-CN', number);
  const second = await context.newPage();
  await second.goto(page.url());
  await page.locator('form[action$="/send"] button').click();
  const receipt = await readReceipt(page);
  await second.locator('form[action$="/send"] button').click();
  expect(await readReceipt(second)).toEqual(receipt);
  const token = addToken(addPerson('triage'));
  expect(await list(token, { q: number })).toHaveLength(1);
});

test('two tabs of one draft both keep what is typed, and two drafts stay apart', async ({ page, context }) => {
  const draft = await begin(page, 'lead');
  const second = await context.newPage();
  await page.goto(`${draft}/respondent`);
  await second.goto(`${draft}/story`);
  await page.locator('#respondent_name').fill('第一页的人');
  await second.locator('#narrative').fill('第二页的经过');
  await Promise.all([mainButton(page).click(), mainButton(second).click()]);
  await expect(page).not.toHaveURL(/\/respondent/);
  await expect(second).not.toHaveURL(/\/story/);
  await page.goto(`${draft}/check`);
  await expect(page.locator('#row-respondent')).toContainText('第一页的人');
  await expect(page.locator('#row-story')).toContainText('第二页的经过');

  const other = await begin(second, 'lead');
  expect(other).not.toBe(draft);
  await second.goto(`${other}/story`);
  await expect(second.locator('#narrative')).toHaveValue('');
  await second.locator('#narrative').fill('另一份草稿');
  await mainButton(second).click();
  await expect(second).not.toHaveURL(/\/story/);
  await page.goto(`${draft}/story`);
  await expect(page.locator('#narrative')).toHaveValue('第二页的经过');
});

test('a receipt is for the browser that sent it', async ({ page, visitor }) => {
  await shortest(page, 'lead');
  await page.locator('form[action$="/send"] button').click();
  await readReceipt(page);
  const stranger = await visitor();
  expect((await stranger.goto(page.url()))?.status()).toBe(410);
  await expect(stranger.locator('.slip')).toHaveCount(0);
});

test('the language of a page changes without leaving it', async ({ page }) => {
  const draft = await begin(page, 'lead');
  await choose(page, 'category', 'asset');
  await goOn(page, 'case');
  await page.goto(`${draft}/respondent?from=check`);
  await page.locator('header a[hreflang=en]').click();
  await expect(page).toHaveURL(`/en${draft}/respondent?from=check`);
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await page.locator('#respondent_name').fill('Mr Qian');
  await goOn(page, 'check');
  await page.locator('header a[hreflang=zh-CN]').click();
  await expect(page).toHaveURL(`${draft}/check`);
  await expect(page.locator('#row-respondent')).toContainText('Mr Qian');
  // The other way round from a page with an error.
  await page.goto(`${draft}/story`);
  await mainButton(page).click();
  await expect(page.locator('.errors')).toBeVisible();
  await page.locator('header a[hreflang=en]').click();
  await expect(page).toHaveURL(`/en${draft}/story`);
  await onStep(page, 'story');
});
