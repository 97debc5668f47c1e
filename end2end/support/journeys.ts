// Journeys that are walked both with and without JavaScript.
import { expect, type Page } from '@playwright/test';
import { mainButton, onStep, readReceipt, statusIs } from './form';
import { alive } from './islands';
import { arrowTo, press, tabTo, type } from './keyboard';
import { caseNumber, sendReport, type Person } from './portal';
import { t } from './texts';

/** A lead from the first page to its progress page, by keyboard alone. */
export async function leadByKeyboard(page: Page, withIslands: boolean): Promise<void> {
  const number = caseNumber();
  await page.goto('/');
  // The first stop is the way out, the second leads past the header.
  await page.keyboard.press('Tab');
  await expect(page.locator('#leave button')).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(page.locator('a.skip')).toBeFocused();
  await page.keyboard.press('Enter');
  await press(page, page.locator('main a[href="/report/lead"]'));
  await expect(page).toHaveURL('/report/lead');
  await press(page, page.locator('form[action="/report/lead"] button'), 'Space');

  await onStep(page, 'kind');
  await arrowTo(page, 'category', 'whereabouts');
  await press(page, mainButton(page));

  await onStep(page, 'case');
  if (withIslands) await alive(page, '#case_number');
  await type(page, '#case_number', number);
  if (withIslands) {
    await expect(page.locator('main .note.green')).toContainText('济南市历下区人民法院');
  } else {
    await page.keyboard.press('Enter');
    await expect(page.locator('main .note.green')).toContainText('济南市历下区人民法院');
  }
  await press(page, mainButton(page));

  await onStep(page, 'respondent');
  await arrowTo(page, 'respondent_kind', 'person');
  await type(page, '#respondent_name', '张某');
  await press(page, mainButton(page));

  await onStep(page, 'story');
  await type(page, '#narrative', '每天早上在菜市场卖水果。');
  await type(page, '#year', '2020');
  await type(page, '#month', '3');
  await type(page, '#day', '5');
  await press(page, mainButton(page));

  await onStep(page, 'details');
  await type(page, '#q_seen_where', '菜市场东门');
  await arrowTo(page, 'q_seen_again', 'yes');
  await press(page, mainButton(page), 'Space');

  await onStep(page, 'more');
  await type(page, '#q_seen_pattern', '早上六点到九点');
  await press(page, mainButton(page));

  await onStep(page, 'files');
  await tabTo(page, page.locator('#file'));
  await press(page, mainButton(page));

  await onStep(page, 'you');
  await arrowTo(page, 'anonymous', 'no');
  await type(page, '#name', '李四');
  await tabTo(page, page.locator('#role'));
  await page.keyboard.press('ArrowDown');
  await press(page, page.locator('#claims_reward'), 'Space');
  await expect(page.locator('#claims_reward')).toBeChecked();
  await press(page, mainButton(page));

  await onStep(page, 'check');
  // There and back again over a Change link.
  await press(page, page.locator('#row-respondent a'));
  await expect(page.locator('#respondent_name')).toHaveValue('张某');
  await tabTo(page, page.locator('#respondent_name'));
  await page.keyboard.press('End');
  await page.keyboard.insertText('（绰号老三）');
  await press(page, mainButton(page));
  await onStep(page, 'check');
  await expect(page.locator('#row-respondent')).toContainText('张某（绰号老三）');
  await press(page, page.locator('form[action$="/send"] button'));

  const { code } = await readReceipt(page);
  await press(page, page.locator('main a[href="/follow"]'));
  await expect(page).toHaveURL('/follow');
  await type(page, '#code', code);
  await page.keyboard.press('Enter');
  await statusIs(page, 'received');
}

/** A clerk signs in, finds a report and claims it, by keyboard alone. */
export async function claimByKeyboard(page: Page, person: Person): Promise<void> {
  const { number } = await sendReport();
  await page.goto('/staff/queue');
  await expect(page).toHaveURL(/\/staff\/sign-in\?next=/);
  await type(page, '#username', person.username);
  await type(page, '#password', person.password);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL('/staff/queue');
  await type(page, '#q', number);
  await page.keyboard.press('Enter');
  await expect(page.locator('table.queue tbody tr')).toHaveCount(1);
  await press(page, page.locator(`tr[data-number="${number}"] a.open`));
  await expect(page).toHaveURL(new RegExp(`/staff/reports/${number}\\?`));
  await press(page, page.locator('form[action$="/claim"] button'));
  await expect(page.locator('.bar .tag').first()).toHaveText(t('zh-CN', 'status-under-review'));
  await expect(page.locator('dl.facts').first()).toContainText(person.name);
  // A folded step is opened, filled in and sent.
  await press(page, page.locator('details.step:has(form[action$="/note"]) > summary'), 'Enter');
  await type(page, '#note-note', '已电话核实。');
  await press(page, page.locator('form[action$="/note"] > button.button'), 'Space');
  await expect(page.locator('ol.timeline')).toContainText('已电话核实。');
}
