// Fifty reports at the desk without JavaScript, by keyboard alone: the same work with pages, Tab and Enter.
import { press, type } from '../support/keyboard';
import { addPerson, caseNumber, sendMany, signIn } from '../support/portal';
import { expect, test } from '../support/test';
import { t } from '../support/texts';

const zh = (key: string) => t('zh-CN', key);

test('fifty reports with pages alone', async ({ page, context }) => {
  test.setTimeout(600_000);
  const sent = await sendMany(50, (n) => ({ title: `第 ${n} 辆车`, case_number: caseNumber('鲁0306') }));
  await signIn(context, addPerson('triage', '鲁0306', '快手'));
  const status = page.locator('.bar .tag').first();
  // Each page begins at its top; its second link leads past everything that stands before the work.
  const skip = async (to: string) => {
    await press(page, page.locator(`a.skip[href="${to}"]`), 'Enter', 3);
  };
  await page.goto('/staff/queue?sort=received');
  await skip('#list');
  await press(page, page.locator(`tr[data-number="${sent[0].number}"] a.open`));
  for (const [n, { number }] of sent.entries()) {
    await expect(page.locator('.report')).toHaveAttribute('data-number', number);
    await skip('#steps');
    await press(page, page.locator('form[action$="/claim"] button'), 'Enter', 3);
    await expect(status).toHaveText(zh('status-under-review'));
    await skip('#steps');
    await press(page, page.locator('form[action$="/accept"] button'));
    await expect(status).toHaveText(zh('status-accepted'));
    await skip('#steps');
    await press(page, page.locator('details.step:has(form[action$="/reply"]) > summary'));
    await type(page, '#reply-text', `第 ${n} 条：已收到`);
    if (n % 10 === 0) {
      // Kept by its own button, sent later.
      await press(page, page.locator('#form-reply button[name=keep]'));
      await expect(page.locator('#form-reply .saved')).not.toBeEmpty();
      await expect(page.locator('#reply-text')).toHaveValue(`第 ${n} 条：已收到`);
    }
    await press(page, page.locator('#form-reply > button.button'));
    await expect(page.locator('ol.timeline')).toContainText(`第 ${n} 条：已收到`);
    if (n + 1 < sent.length) await press(page, page.locator('#neighbour-next'));
  }
  await press(page, page.locator('#to-list'));
  await expect(page.locator('table.queue tbody [data-cell=status]')).toHaveText(sent.map(() => zh('status-accepted')));
});
