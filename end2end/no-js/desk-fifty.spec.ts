// Fifty reports at the desk without JavaScript: the same work with pages alone.
import { addPerson, caseNumber, sendMany, signIn } from '../support/portal';
import { expect, test } from '../support/test';
import { t } from '../support/texts';

const zh = (key: string) => t('zh-CN', key);

test('fifty reports with pages alone', async ({ page, context }) => {
  test.setTimeout(300_000);
  const sent = await sendMany(50, (n) => ({ title: `第 ${n} 辆车`, case_number: caseNumber('鲁0306') }));
  await signIn(context, addPerson('triage', '鲁0306', '快手'));
  const status = page.locator('.bar .tag').first();
  for (const [n, { number }] of sent.entries()) {
    await page.goto('/staff/queue?sort=received');
    await page.locator(`tr[data-number="${number}"] a.open`).click();
    await page.locator('form[action$="/claim"] button').click();
    await expect(status).toHaveText(zh('status-under-review'));
    await page.locator('form[action$="/accept"] button').click();
    await expect(status).toHaveText(zh('status-accepted'));
    await page.locator('details.step:has(form[action$="/reply"]) > summary').click();
    await page.locator('#reply-text').fill(`第 ${n} 条：已收到`);
    if (n % 10 === 0) {
      // Kept by its own button, sent later.
      await page.locator('#form-reply button[name=keep]').click();
      await expect(page.locator('#reply-text')).toHaveValue(`第 ${n} 条：已收到`);
    }
    await page.locator('#form-reply button').first().click();
    await expect(page.locator('ol.timeline')).toContainText(`第 ${n} 条：已收到`);
  }
  await page.goto('/staff/queue?sort=received');
  await expect(page.locator('table.queue tbody [data-cell=status]')).toHaveText(sent.map(() => zh('status-accepted')));
});
