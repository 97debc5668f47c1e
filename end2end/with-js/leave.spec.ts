// Leaving quickly, with JavaScript: the key, the history, the way Back.
import type { Page } from '@playwright/test';
import { begin, follow } from '../support/form';
import { sendReport } from '../support/portal';
import { expect, test } from '../support/test';
import { t } from '../support/texts';

const AWAY = 'https://www.weather.com.cn/';

/** The one place that leads elsewhere is answered here: no test talks to the world. */
async function sunny(page: Page, tolerated: RegExp[]): Promise<void> {
  tolerated.push(/third party: https:\/\/www\.weather\.com\.cn\/$/);
  await page.context().route(`${AWAY}**`, (route) => route.fulfill({ contentType: 'text/html', body: '<!DOCTYPE html><title>sunny</title><p>sunny</p>' }));
}

const escape = async (page: Page, times: number) => {
  for (let n = 0; n < times; n++) await page.keyboard.press('Escape');
};

test('Esc three times leaves, and Back does not show the page again', async ({ page, context, tolerated }) => {
  await sunny(page, tolerated);
  const { number, code } = await sendReport();
  await page.goto('/help');
  await follow(page, code);
  await escape(page, 2);
  await expect(page.locator('#leave [role=status]')).toHaveText(t('zh-CN', 'leave-almost'));
  await expect(page).toHaveURL(`/follow/${number}`);
  await escape(page, 1);
  await expect(page).toHaveTitle('sunny');
  expect(await context.cookies()).toEqual([]);
  // The pages before it in the history lead on, too: however often somebody goes Back.
  for (let n = 0; n < 2; n++) {
    await page.goBack({ waitUntil: 'commit' }).catch(() => null);
    await expect(page).toHaveTitle('sunny');
  }
  // The code is asked for again.
  await page.goto(`/follow/${number}`);
  await expect(page).toHaveURL('/follow');
  // Who means to be here is not sent away.
  await page.goto('/');
  await expect(page.locator('h1')).toHaveText(t('zh-CN', 'home-title'));
  await page.reload();
  await expect(page.locator('h1')).toBeVisible();
});

test('the button does the same, and what was typed is not behind Back', async ({ page, tolerated }) => {
  await sunny(page, tolerated);
  const draft = await begin(page, 'lead');
  await page.goto(`${draft}/story`);
  await page.locator('#narrative').fill('别让人看见');
  await page.locator('#leave button').click();
  await expect(page).toHaveTitle('sunny');
  await page.goBack({ waitUntil: 'commit' }).catch(() => null);
  await expect(page).toHaveTitle('sunny');
  await expect(page.locator('body')).not.toContainText('别让人看见');
});

test('slow presses and other keys between them do not leave', async ({ page }) => {
  await page.goto('/en');
  await escape(page, 2);
  await page.keyboard.press('Tab');
  await escape(page, 2);
  await expect(page.locator('#leave [role=status]')).toHaveText(t('en', 'leave-almost'));
  await page.waitForTimeout(2_100);
  await escape(page, 1);
  await expect(page.locator('#leave [role=status]')).toBeEmpty();
  await expect(page).toHaveURL('/en');
});

test('it is the first stop of the keyboard and says which key there is', async ({ page }) => {
  for (const path of ['/', '/help/quick-exit', '/report/lead', '/follow']) {
    await page.goto(path);
    await page.keyboard.press('Tab');
    const button = page.locator('#leave button');
    await expect(button).toBeFocused();
    await expect(button).toHaveAccessibleName(t('zh-CN', 'leave'));
    await expect(button).toHaveAccessibleDescription(t('zh-CN', 'leave-key'));
    await page.keyboard.press('Tab');
    await expect(page.locator('a.skip')).toBeFocused();
  }
});

test('a network that does not answer holds nobody up', async ({ page, tolerated }) => {
  await sunny(page, tolerated);
  await page.goto('/help');
  await page.route('**/leave', () => new Promise(() => {}));
  const start = Date.now();
  await escape(page, 3);
  // At once nothing is to be seen any more.
  await expect(page.locator('body')).toBeHidden();
  await expect(page).toHaveTitle('sunny');
  expect(Date.now() - start).toBeLessThan(5_000);
});

test('it stays in sight on a long page', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 600 });
  for (const path of ['/privacy', '/en/privacy']) {
    await page.goto(path);
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
    await expect(page.locator('#leave button')).toBeInViewport({ ratio: 1 });
    // What is reached by keyboard does not lie beneath it.
    await page.evaluate(() => scrollTo(0, 0));
    await page.locator('footer a').first().focus();
    await page.evaluate(() => document.querySelector<HTMLElement>('main')!.focus());
  }
});
