// Selecting, expanding and going on in the list by keyboard.
import { addPerson, caseNumber, sendReport, signIn } from '../support/portal';
import { expect, test } from '../support/test';

test('rows are selected with x, shift and the mouse; expanded in place; n goes on', async ({ page, context }) => {
  for (let n = 0; n < 4; n++) await sendReport({ case_number: caseNumber('鲁0321') });
  await signIn(context, addPerson('triage', '鲁0321'));
  await page.route('**/staff/queue/row/*', (route) => route.fulfill({ contentType: 'text/html', body: '<p>展开的内容</p>' }));
  await page.goto('/staff/queue');
  await expect(page.locator('html')).toHaveAttribute('data-keys', 'all');
  // Four reports are one page: something to go on to.
  await page.evaluate(() => document.querySelector('.pages')?.insertAdjacentHTML('beforeend', '<a id="list-next" href="/staff/queue?view=mine">next</a>'));
  const boxes = page.locator('tr[data-number] input[name=number]');
  const ticked = () => boxes.evaluateAll((all) => all.map((one) => Number((one as HTMLInputElement).checked)).join(''));
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  expect(await ticked()).toBe('1000');
  await page.keyboard.press('Shift+J');
  await page.keyboard.press('Shift+J');
  expect(await ticked()).toBe('1110');
  await page.keyboard.press('x');
  expect(await ticked()).toBe('1100');
  await page.keyboard.press('k');
  await page.keyboard.press('k');
  await page.keyboard.press('x');
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  expect(await ticked()).toBe('0000');
  await boxes.nth(3).click();
  await boxes.nth(1).click({ modifiers: ['Shift'] });
  expect(await ticked()).toBe('0111');
  await page.keyboard.press('j');
  await page.keyboard.press('e');
  const open = page.locator('tr.expanded');
  await expect(open).toHaveText('展开的内容');
  // The row that was expanded is still where one is.
  await page.keyboard.press('e');
  await expect(open).toHaveCount(0);
  await page.keyboard.press('n');
  await expect(page).toHaveURL(/view=mine|cursor=/);
});
