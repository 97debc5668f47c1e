// The desk by keyboard: fifty reports from the list, the list of keys, the palette, and what switches single keys off.
import { addPerson, caseNumber, sendMany, sendReport, signIn } from '../support/portal';
import { inspect } from '../support/looks';
import { expect, test } from '../support/test';
import { t } from '../support/texts';
import type { Page } from '@playwright/test';

const zh = (key: string, values?: Record<string, string>) => t('zh-CN', key, values);

/** The page's script listens. */
const ready = (page: Page, keys = 'all') => expect(page.locator('html')).toHaveAttribute('data-keys', keys);
const status = (page: Page) => page.locator('.bar .tag').first();

test('fifty reports by keyboard alone', async ({ page, context }) => {
  test.setTimeout(300_000);
  const sent = await sendMany(50, (n) => ({ title: `第 ${n} 辆车`, case_number: caseNumber('鲁0303') }));
  await signIn(context, addPerson('triage', '鲁0303', '快手'));
  await page.goto('/staff/queue?sort=received');
  await expect(page.locator('table.queue tbody tr')).toHaveCount(50);
  for (const [n, { number }] of sent.entries()) {
    await ready(page);
    // The list remembers where one was.
    await page.keyboard.press('j');
    await expect(page.locator(`tr[data-number="${number}"] a.open`)).toBeFocused();
    await page.keyboard.press(n % 2 ? 'o' : 'Enter');
    await expect(page).toHaveURL(new RegExp(`/staff/reports/${number}`));
    await ready(page);
    await page.keyboard.press('c');
    await expect(status(page)).toHaveText(zh('status-under-review'));
    await ready(page);
    await page.keyboard.press('y');
    await expect(status(page)).toHaveText(zh('status-accepted'));
    await ready(page);
    await page.keyboard.press('r');
    await expect(page.locator('#reply-text')).toBeFocused();
    // Letters are letters while somebody types.
    await page.keyboard.type(`cy${n} `);
    await page.keyboard.insertText('已收到，正在核实。');
    await page.keyboard.press('Control+Enter');
    await expect(page.locator('ol.timeline')).toContainText(`cy${n} 已收到，正在核实。`);
    await ready(page);
    await page.keyboard.press('u');
    await expect(page).toHaveURL(/\/staff\/queue/);
    if (!page.url().includes('sort=received')) await page.goto('/staff/queue?sort=received');
    await expect(page.locator(`tr[data-number="${number}"] a.open`)).toBeFocused();
  }
  await expect(page.locator('table.queue tbody [data-cell=status]')).toHaveText(sent.map(() => zh('status-accepted')));
});

test('the list of keys and the palette', async ({ page, context }) => {
  const { number } = await sendReport({ case_number: caseNumber('鲁0305') });
  await signIn(context, addPerson('triage', '鲁0305'));
  await page.goto('/staff/queue');
  await ready(page);
  await page.keyboard.press('?');
  const help = page.locator('dialog[open]');
  await expect(help).toContainText(zh('action-claim'));
  await expect(help.locator('button')).toBeFocused();
  await inspect(page, 'the list of keys', { desk: true });
  // While it is open, keys mean nothing behind it.
  await page.keyboard.press('j');
  await page.keyboard.press('Escape');
  await expect(help).toHaveCount(0);
  await page.keyboard.press('/');
  await expect(page.locator('#q')).toBeFocused();
  await page.keyboard.type('j?');
  await expect(page.locator('#q')).toHaveValue('j?');
  await page.locator('#q').blur();

  await page.keyboard.press('Control+k');
  const palette = page.locator('dialog.palette');
  const input = palette.getByRole('combobox');
  await expect(input).toBeFocused();
  await expect(palette.getByRole('option').first()).toHaveAttribute('aria-selected', 'true');
  await inspect(page, 'the palette', { desk: true });
  await input.fill('没有这样的事');
  await expect(palette.getByRole('option')).toHaveCount(0);
  await expect(palette.getByRole('status')).toHaveText(zh('live-palette-none'));
  await input.fill(zh('view-overdue'));
  await expect(palette.getByRole('option')).toHaveCount(1);
  // An input method that composes: its Enter chooses a word, not an action.
  await input.dispatchEvent('keydown', { key: 'Enter', isComposing: true });
  await expect(palette).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL('/staff/queue?view=overdue');
  await ready(page);
  await page.keyboard.press('Control+k');
  await input.fill(number.replace(/(\d{4})/g, '$1 '));
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(`/staff/reports/${number}`);

  // What can be done with this report stands in the palette, and is done from there.
  await ready(page);
  await page.keyboard.press('Control+k');
  await input.fill(zh('action-transfer'));
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await expect(page.locator('#transfer-court')).toBeFocused();
  await page.locator('#transfer-court').blur();
  await page.keyboard.press('g');
  await page.keyboard.press('m');
  await expect(page).toHaveURL('/staff/queue?view=mine');
});

test('single keys can be switched off', async ({ page, context }) => {
  await sendReport({ case_number: caseNumber('鲁0305') });
  await signIn(context, addPerson('triage', '鲁0305'));
  await page.goto('/staff/keys');
  await page.getByRole('button', { name: zh('keys-switch-off') }).click();
  await page.goto('/staff/queue');
  await ready(page, 'some');
  await page.keyboard.press('j');
  await expect(page.locator('a.open').first()).not.toBeFocused();
  await page.keyboard.press('?');
  await expect(page.locator('dialog')).toHaveCount(0);
  await page.keyboard.press('Control+k');
  await expect(page.locator('dialog.palette')).toBeVisible();
});
