// A report on a phone: what can be done with it stays in view, and covers nothing of it.
import { addPerson, caseNumber, sendReport, signIn } from '../support/portal';
import { inspect } from '../support/looks';
import { expect, test } from '../support/test';
import { t } from '../support/texts';

const zh = (key: string, values?: Record<string, string>) => t('zh-CN', key, values);

test('on a phone the acts are a bar, and their forms stand in the page', async ({ page, context }) => {
  const { number } = await sendReport({ case_number: caseNumber('鲁0612') });
  await signIn(context, addPerson('triage', '鲁0612'));
  await page.setViewportSize({ width: 375, height: 800 });
  await page.goto(`/staff/reports/${number}`);
  await expect(page.locator('html')).toHaveAttribute('data-keys', 'all');
  const bar = page.locator('.act-bar');
  await expect(bar).toBeInViewport();
  await bar.getByRole('button', { name: zh('action-claim'), exact: true }).click();
  await expect(page.locator('.bar .tag').first()).toHaveText(zh('status-under-review'));
  await bar.getByRole('link', { name: zh('action-reply'), exact: true }).click();
  const field = page.locator('#reply-text');
  await expect(field).toBeFocused();
  // The whole field and the button beneath it can be brought into view beside the bar.
  await page.locator('#form-reply > button.button').scrollIntoViewIfNeeded();
  for (const part of [field, page.locator('#form-reply > button.button')]) {
    const [its, bars] = [await part.boundingBox(), await bar.boundingBox()];
    expect(its!.y + its!.height).toBeLessThanOrEqual(bars!.y);
  }
  expect(await page.locator('#steps').evaluate((steps) => getComputedStyle(steps).position)).toBe('static');
  await inspect(page, 'a report on a phone, a form unfolded', { desk: true });
  // There is room beside the report: no bar.
  await page.setViewportSize({ width: 1280, height: 800 });
  await expect(bar).toBeHidden();
});

test('what stands under the acts can be reached while a form is unfolded', async ({ page, context }) => {
  const { number } = await sendReport({ case_number: caseNumber('鲁0612') });
  await signIn(context, addPerson('triage', '鲁0612'));
  await page.setViewportSize({ width: 1280, height: 700 });
  await page.goto(`/staff/reports/${number}`);
  for (const fold of await page.locator('#steps > details > summary').all()) await fold.click();
  const steps = page.locator('#steps');
  await page.locator('#timeline').scrollIntoViewIfNeeded();
  await page.locator('#timeline').evaluate((title) => title.scrollIntoView());
  const [title, acts] = [await page.locator('#timeline').boundingBox(), await steps.boundingBox()];
  expect(acts!.height).toBeLessThanOrEqual(700 * 0.6 + 1);
  expect(title!.y).toBeGreaterThanOrEqual(acts!.y + acts!.height - 1);
});
