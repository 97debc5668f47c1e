// A slow network and none at all: what was typed stays, and the page says how things are.
import { begin, goOn, mainButton, readReceipt, shortest } from '../support/form';
import { alive } from '../support/islands';
import { addPerson, addToken, caseNumber, list } from '../support/portal';
import { expect, test } from '../support/test';
import { t } from '../support/texts';

test('without a network saving says that it failed; back online Continue works', async ({ page, context, tolerated }) => {
  tolerated.push(/ERR_INTERNET_DISCONNECTED/);
  const draft = await begin(page, 'lead');
  await page.goto(`${draft}/story`);
  const saved = page.locator('.saved');
  await alive(page, '#step');
  await page.locator('#narrative').pressSequentially('第一句。');
  await expect(saved).toHaveText(/\d\d:\d\d/);
  await context.setOffline(true);
  await page.locator('#narrative').pressSequentially('第二句。');
  await expect(saved).toHaveText(t('zh-CN', 'save-failed'));
  await context.setOffline(false);
  // It saves again by itself, without a key; Continue takes everything.
  await expect(saved).toHaveText(/\d\d:\d\d/);
  await page.locator('#narrative').pressSequentially('第三句。');
  await mainButton(page).click();
  await expect(page).not.toHaveURL(/\/story/);
  await page.goto(`${draft}/check`);
  await expect(page.locator('#row-story')).toContainText('第一句。第二句。第三句。');
});

test('on a slow network Continue overtakes the saver and nothing is lost', async ({ page, context }) => {
  const draft = await begin(page, 'lead');
  await page.goto(`${draft}/respondent`);
  await alive(page, '#step');
  const devtools = await context.newCDPSession(page);
  await devtools.send('Network.emulateNetworkConditions', { offline: false, latency: 1_500, downloadThroughput: 50_000, uploadThroughput: 20_000 });
  await page.locator('#respondent_name').pressSequentially('慢网下的人');
  await expect(page.locator('.saved')).toHaveText(/\d\d:\d\d/);
  // The saver is on its way with the old text while Continue leaves with the new one.
  const underWay = page.waitForRequest(/\/fn\/draft/);
  await page.locator('#respondent_name').fill('慢网下的另一个人');
  await underWay;
  await page.locator('#respondent_name').fill('最后的名字');
  await goOn(page, 'story');
  await devtools.send('Network.emulateNetworkConditions', { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: -1 });
  await page.goto(`${draft}/respondent`);
  await expect(page.locator('#respondent_name')).toHaveValue('最后的名字');
});

test('an impatient double click on a slow network sends once', async ({ page, context }) => {
  const number = caseNumber();
  await shortest(page, 'lead', 'zh-CN', number);
  const devtools = await context.newCDPSession(page);
  await devtools.send('Network.emulateNetworkConditions', { offline: false, latency: 400, downloadThroughput: -1, uploadThroughput: -1 });
  const send = page.locator('form[action$="/send"] button');
  await send.dblclick();
  await readReceipt(page);
  expect(await list(addToken(addPerson('triage')), { q: number })).toHaveLength(1);
});

test('a page that is open while the draft was sent elsewhere keeps what is typed and leads to the receipt', async ({ page, context }) => {
  const draft = await shortest(page, 'lead');
  const second = await context.newPage();
  await second.goto(`${draft}/story`);
  await alive(second, '#step');
  await page.locator('form[action$="/send"] button').click();
  const receipt = await readReceipt(page);
  await second.locator('#narrative').fill('太晚了');
  await expect(second.locator('.saved')).toHaveText(t('zh-CN', 'save-over'));
  await mainButton(second).click();
  await expect(second.locator('h1')).toHaveText(t('zh-CN', 'sent-already-title'));
  await expect(second.locator('.answers')).toContainText('太晚了');
  await second.getByRole('link', { name: t('zh-CN', 'sent-already-receipt') }).click();
  expect(await readReceipt(second)).toEqual(receipt);
  await second.goBack();
  await expect(second.locator('.answers')).toContainText('太晚了');
});
