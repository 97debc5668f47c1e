// Two people at the desk: who is here, rows that change, conflicts, mentions, and answers that are not lost.
import { addPerson, caseNumber, sendReport, signIn } from '../support/portal';
import { inspect } from '../support/looks';
import { expect, test } from '../support/test';
import { t } from '../support/texts';

const zh = (key: string, values?: Record<string, string>) => t('zh-CN', key, values);
// A court where nobody else reports meanwhile, not even the other tests of this file: what is new is counted.
const court = '鲁0323';
const elsewhere = '鲁0322';

test('two browsers: a live row, who is here, a conflict, a mention', async ({ page, context, visitor }) => {
  test.slow();
  const { number } = await sendReport({ case_number: caseNumber(court) });
  await signIn(context, addPerson('triage', court, '甲某'));
  const other = await visitor();
  const colleague = addPerson('handler', court, '乙某');
  await signIn(other.context(), colleague);

  // Row: it changes under the eyes, and what is new waits to be shown.
  const list = await context.newPage();
  await list.goto('/staff/queue?view=unassigned');
  const row = list.locator(`tr[data-number="${number}"]`);
  await expect(row.locator('[data-cell=assignee]')).toHaveText('—');

  // Presence: each sees the other, and what the other does.
  await page.goto(`/staff/reports/${number}`);
  await expect(page.locator('#present .tag')).toHaveCount(0);
  await other.goto(`/staff/reports/${number}`);
  await expect(page.locator('#present')).toHaveText(`乙某 · ${zh('presence-viewing')}`);
  await expect(other.locator('#present')).toHaveText(`甲某 · ${zh('presence-viewing')}`);
  await page.locator('details.step:has(form[action$="/decline"]) > summary').click();
  await page.locator('#decline-text').fill('写了很久的理由');
  await expect(other.locator('#present')).toHaveText(`甲某 · ${zh('presence-writing')}`);
  await expect(page.locator('#form-decline .saved')).toHaveText(/\d\d:\d\d/);

  // Conflict: the other is quicker. The page says so, field by field, and takes nothing away.
  await other.locator('form[action$="/claim"] button').click();
  const note = page.locator('#changed .note');
  await expect(note).toContainText('乙某');
  await expect(note.locator('tr[data-field=status] ins')).toHaveText(zh('status-under-review'));
  await expect(note.locator('tr[data-field=assignee] ins')).toHaveText('乙某');
  await expect(page.locator('#decline-text')).toHaveValue('写了很久的理由');
  await inspect(page, 'a report that somebody else changed', { desk: true });
  await page.setViewportSize({ width: 1280, height: 800 });

  await expect(row.locator('[data-cell=assignee]')).toHaveText('乙某');
  await expect(row.locator('[data-cell=status]')).toHaveText(zh('status-under-review'));
  await expect(row).toHaveClass(/changed-row/);
  const before = await list.locator('tr[data-number]').count();
  const second = await sendReport({ case_number: caseNumber(court), category: 'whereabouts' });
  await expect(list.locator('#changed')).toContainText(zh('live-new').replace('{count}', '1'));
  await expect(list.locator('tr[data-number]')).toHaveCount(before);
  await list.locator('#changed').getByRole('link').click();
  await expect(list.locator(`tr[data-number="${second.number}"]`)).toBeVisible();
  // What was claimed is no longer nobody's.
  await expect(row).toHaveCount(0);
  await list.close();

  // Whoever does not look and sends it meets the same on the page of the conflict.
  await page.locator('#form-decline > button.button').click();
  await expect(page.locator('.conflict tr[data-field=status] del')).toHaveText(zh('status-received'));
  await expect(page.locator('#decline-text')).toHaveValue('写了很久的理由');
  await page.locator('#decline-ground').selectOption('trial');
  await page.locator('.conflict button').click();
  await expect(page.locator('.bar .tag').first()).toHaveText(zh('status-declined'));
  await expect(other.locator('#changed tr[data-field=status] ins')).toHaveText(zh('status-declined'));

  // Mention: who is named in a note hears of it.
  await page.locator('details.step:has(form[action$="/note"]) > summary').click();
  await page.locator('#note-note').fill(`@${colleague.username} 请看一下`);
  await page.locator('#form-note > button.button').click();
  await expect(page.locator('ol.timeline')).toContainText('请看一下');
  const told = await visitor();
  await signIn(told.context(), colleague);
  await expect(async () => {
    await told.goto('/staff/notifications');
    await expect(told.locator('.notifications li').first()).toContainText(number.replace(/(\d{4})(?=\d)/g, '$1 '), { timeout: 500 });
  }).toPass();

  // Who leaves is gone at once.
  await other.goto('/staff/sessions');
  await expect(page.locator('#present .tag')).toHaveCount(0);
});

test('an unfinished answer is there again after a reload and on another device', async ({ page, context, visitor }) => {
  const { number } = await sendReport({ case_number: caseNumber(elsewhere) });
  const person = addPerson('triage', elsewhere, '甲某');
  await signIn(context, person);
  await page.goto(`/staff/reports/${number}`);
  await page.locator('details.step:has(form[action$="/reply"]) > summary').click();
  await page.locator('#reply-text').fill('写了一半');
  await expect(page.locator('#form-reply .saved')).toHaveText(/\d\d:\d\d/);
  await page.locator('#reply-text').fill('写了一半，又添了几个字');
  // Not saved yet: leaving saves it.
  await page.goto('/staff/queue');
  await page.goto(`/staff/reports/${number}`);
  await expect(page.locator('#reply-text')).toBeVisible();
  await expect(page.locator('#reply-text')).toHaveValue('写了一半，又添了几个字');
  const device = await visitor();
  await signIn(device.context(), person);
  await device.goto(`/staff/reports/${number}`);
  await expect(device.locator('#reply-text')).toHaveValue('写了一半，又添了几个字');
  await device.locator('#form-reply > button.button').click();
  await expect(device.locator('ol.timeline')).toContainText('又添了几个字');
  await page.reload();
  await expect(page.locator('#form-reply textarea')).toHaveValue('');
});

test('a letter takes the place of what is being written, which is not lost', async ({ page, context }) => {
  const { number } = await sendReport({ case_number: caseNumber(elsewhere) });
  await signIn(context, addPerson('triage', elsewhere, '丁某'));
  await page.goto(`/staff/reports/${number}`);
  const step = page.locator('#step-decline');
  await step.locator('> summary').click();
  await page.locator('#decline-text').fill('写了一半');
  // At once, before it is saved by itself.
  await step.getByRole('button', { name: zh('letter-use') }).click();
  await expect(step.getByLabel(zh('letter-which'))).toBeVisible();
  await expect(page.locator('#decline-text')).toHaveValue('写了一半');
  await page.locator('#decline-text').fill('写了一半的理由');
  await step.getByRole('button', { name: zh('letter-fill') }).click();
  await expect(page.locator('#decline-before')).toHaveValue('写了一半的理由');
  await expect(page.locator('#decline-text')).toHaveValue(/暖冬|法院/);
  await inspect(page, 'a letter and what was written before it', { desk: true });
  // Kept beside the letter, and there again.
  await page.locator('#form-decline button[name=keep]').click();
  await page.goto(`/staff/reports/${number}`);
  await expect(page.locator('#decline-before')).toHaveValue('写了一半的理由');
  await expect(page.locator('#decline-text')).toHaveValue(/暖冬|法院/);
});
