// Selecting, expanding and going on in the list by keyboard.
import { act, addPerson, addToken, caseNumber, sendMany, sendReport, signIn } from '../support/portal';
import { expect, test } from '../support/test';
import { at, t } from '../support/texts';

const zh = (key: string, values?: Record<string, string>) => t('zh-CN', key, values);

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
  await expect(page.locator('#bulk-count')).toHaveText(zh('live-selected').replace('{count}', '3'));
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

test('a row that opens in place says so', async ({ page, context }) => {
  const { number } = await sendReport({ case_number: caseNumber('鲁0613'), narrative: '展开以后看到的话' });
  await signIn(context, addPerson('triage', '鲁0613'));
  for (const lang of ['zh-CN', 'en'] as const) {
    await page.goto(at(lang, '/staff/queue'));
    await expect(page.locator('html')).toHaveAttribute('data-keys', 'all');
    const way = page.locator(`tr[data-number="${number}"] a.expand`);
    // Two quick presses are one.
    await way.evaluate((one: HTMLElement) => [one.click(), one.click()]);
    await expect(page.locator('tr.more')).toContainText('展开以后看到的话');
    await expect(page.locator('tr.more')).toHaveCount(1);
    await expect(way).toHaveAttribute('aria-expanded', 'true');
    await expect(way).toHaveAttribute('title', t(lang, 'row-close'));
    await expect(way).toHaveText(`−${t(lang, 'row-close')}`);
    await way.click();
    await expect(page.locator('tr.more')).toHaveCount(0);
    await expect(way).toHaveAttribute('aria-expanded', 'false');
    await expect(way).toHaveText(`+${t(lang, 'row-open')}`);
  }
});

test.describe('without a network or a session', () => {
  test.use({ tolerated: [/net::ERR_/] });
  test('a row that cannot be opened says why', async ({ page, context }) => {
    const { number } = await sendReport({ case_number: caseNumber('鲁0613') });
    await signIn(context, addPerson('triage', '鲁0613'));
    await page.goto('/staff/queue');
    await expect(page.locator('html')).toHaveAttribute('data-keys', 'all');
    const way = page.locator(`tr[data-number="${number}"] a.expand`);
    await context.setOffline(true);
    await way.click();
    await expect(page.locator('#changed')).toContainText(zh('live-unreached'));
    await expect(way).toHaveAttribute('aria-expanded', 'false');
    await context.setOffline(false);
    await context.clearCookies();
    await way.click();
    await expect(page).toHaveURL(/\/staff\/sign-in\?next=.*open%3D/);
  });
});

test('a live row with other columns, and one that nobody took in time', async ({ page, context }) => {
  const { number } = await sendReport({ case_number: caseNumber('鲁0614') });
  const colleague = addToken(addPerson('triage', '鲁0614', '乙某'));
  await signIn(context, addPerson('triage', '鲁0614'));
  const row = page.locator(`tr[data-number="${number}"]`);
  await page.goto('/staff/queue?columns=about');
  await act(colleague, number, 'note', { note: '看过了' });
  await expect(row).toHaveClass(/changed-row/);
  // As it looks a day later.
  await page.goto('/staff/queue');
  const cell = row.locator('[data-cell=assignee]');
  await cell.evaluate((one, words) => {
    one.className = 'assignee late';
    one.title = '2026-11-23';
    one.textContent = words;
  }, zh('triage-late'));
  await act(colleague, number, 'note', { note: '还是没有人' });
  await expect(row).toHaveClass(/changed-row/);
  await expect(cell).toHaveText(zh('triage-late'));
  await act(colleague, number, 'claim');
  await expect(cell).toHaveText('乙某');
  await expect(cell).toHaveClass('assignee');
  await expect(cell).not.toHaveAttribute('title');
});

test('a report that moved up from the next page is not called new', async ({ page, context }) => {
  const sent = await sendMany(51, () => ({ case_number: caseNumber('鲁0681') }));
  const colleague = addToken(addPerson('triage', '鲁0681', '乙某'));
  await signIn(context, addPerson('triage', '鲁0681'));
  await page.goto('/staff/queue?view=unassigned&sort=received');
  await expect(page.locator('tr[data-number]')).toHaveCount(50);
  // Three of the page are taken: there is room for the last one and for two that come.
  for (const { number } of sent.slice(0, 3)) {
    await act(colleague, number, 'claim');
    await expect(page.locator(`tr[data-number="${number}"]`)).toHaveClass(/changed-row/);
  }
  for (let n = 0; n < 2; n++) await sendReport({ case_number: caseNumber('鲁0681') });
  await expect(page.locator('#changed')).toContainText(zh('live-new').replace('{count}', '2'));
});

test('the list takes the focus only from a report', async ({ page, context }) => {
  const { number } = await sendReport({ case_number: caseNumber('鲁0682') });
  await signIn(context, addPerson('triage', '鲁0682'));
  const ready = () => expect(page.locator('html')).toHaveAttribute('data-keys', 'all');
  const link = page.locator(`tr[data-number="${number}"] a.open`);
  await page.goto(`/staff/reports/${number}`);
  await ready();
  await page.goto('/staff/queue');
  await expect(link).toBeFocused();
  await page.goto('/staff/queue?view=unassigned');
  await ready();
  await expect(link).not.toBeFocused();
  await page.goto(`/staff/reports/${number}`);
  await ready();
  await page.goto('/staff/keys');
  await ready();
  await page.goto('/staff/queue');
  await ready();
  await expect(link).not.toBeFocused();
  // An address that leads somewhere else on the page.
  await page.goto(`/staff/reports/${number}`);
  await ready();
  await page.goto('/staff/queue#q');
  await ready();
  await expect(link).not.toBeFocused();
});
