// What is sent from the desk is sent once, and what could not be kept is not lost.
import { act, addPerson, addToken, caseNumber, sendReport, signIn } from '../support/portal';
import { expect, test } from '../support/test';
import { t } from '../support/texts';
import type { Page } from '@playwright/test';

const zh = (key: string, values?: Record<string, string>) => t('zh-CN', key, values);
const court = '鲁0611';

// The network is taken away.
test.use({ tolerated: [/net::ERR_/] });

/** A report at the desk of somebody who has just opened it. */
async function open(page: Page): Promise<{ number: string; colleague: string }> {
  const { number } = await sendReport({ case_number: caseNumber(court) });
  await signIn(page.context(), addPerson('triage', court, '甲某'));
  await page.goto(`/staff/reports/${number}`);
  await expect(page.locator('html')).toHaveAttribute('data-keys', 'all');
  return { number, colleague: addToken(addPerson('triage', court, '乙某')) };
}

/** How often an address was sent something; nothing arrives before `go`. */
async function hold(page: Page, address: RegExp): Promise<{ count: () => number; go: () => void }> {
  let count = 0;
  let go = () => {};
  const until = new Promise<void>((resolve) => (go = resolve));
  await page.route(address, async (route) => {
    count++;
    await until;
    await route.continue();
  });
  return { count: () => count, go };
}

test('a form that is on its way is not sent again', async ({ page }) => {
  const { number } = await open(page);
  const notes = await hold(page, /\/note$/);
  await page.locator('#step-note > summary').click();
  await page.locator('#note-note').fill('写一次');
  const press = () => page.locator('#form-note > button.button').evaluate((button: HTMLElement) => button.click());
  // Held back by somebody else, it was not sent: the next press counts.
  await page.evaluate(() => document.addEventListener('submit', (event) => event.preventDefault(), { once: true }));
  await press();
  // Now it goes; the second press comes when it is on its way.
  const pressed = page.waitForRequest(/pressed-again/);
  await page.locator('#form-note > button.button').evaluate((button: HTMLElement) => {
    button.click();
    setTimeout(() => {
      button.click();
      new Image().src = '/icon.svg?pressed-again';
    }, 300);
  });
  await pressed;
  expect(notes.count()).toBe(1);
  notes.go();
  await expect(page.locator('ol.timeline')).toContainText('写一次');
  expect(notes.count()).toBe(1);
  expect(page.url()).toContain(`/staff/reports/${number}`);
});

test('pressed while the answer is being kept, it is sent once, and again after Back', async ({ page }) => {
  await open(page);
  const drafts = await hold(page, /\/draft$/);
  const notes = await hold(page, /\/note$/);
  await page.locator('#step-note > summary').click();
  await page.locator('#note-note').fill('先存着');
  await expect.poll(drafts.count).toBe(1);
  for (let n = 0; n < 3; n++) await page.locator('#note-note').press('Control+Enter');
  expect(notes.count(), 'what is on its way arrives first').toBe(0);
  notes.go();
  drafts.go();
  await expect(page.locator('ol.timeline')).toContainText('先存着');
  expect(notes.count()).toBe(1);
  // Another button of the same form, and then the act itself.
  await page.locator('#step-note > summary').click();
  await page.locator('#note-note').fill('第二条');
  await page.locator('#form-note button[name=keep]').click();
  await expect(page.locator('#form-note .saved')).toHaveText(/\d\d:\d\d/);
  await page.goto('/staff/sessions');
  await page.goBack();
  await expect(page.locator('#note-note')).toHaveValue('第二条');
  await page.locator('#form-note > button.button').click();
  await expect(page.locator('ol.timeline')).toContainText('第二条');
});

test('a key that is held down does a thing once', async ({ page }) => {
  await open(page);
  await page.goto('/staff/queue');
  await expect(page.locator('html')).toHaveAttribute('data-keys', 'all');
  await page.keyboard.press('j');
  await page.keyboard.down('x');
  await page.keyboard.down('x');
  await page.keyboard.up('x');
  await expect(page.locator('tr[data-number] :checked')).toHaveCount(1);
});

test('what could not be kept is kept later, and nobody is told otherwise meanwhile', async ({ page, context }) => {
  const { number, colleague } = await open(page);
  await act(colleague, number, 'claim');
  const show = page.locator('#changed a');
  await expect(show).toBeVisible();
  await page.locator('#step-reply > summary').click();
  const saved = page.locator('#form-reply .saved');
  await context.setOffline(true);
  await page.locator('#reply-text').fill('没有网的时候写的');
  await expect(saved).toHaveText(zh('live-unsaved'));
  // Showing the page anew would lose it.
  await show.click();
  await expect(page.locator('#changed')).toContainText(zh('live-unsaved'));
  await expect(page.locator('#reply-text')).toHaveValue('没有网的时候写的');
  await context.setOffline(false);
  await expect(saved).toHaveText(/\d\d:\d\d/);
  await show.click();
  await expect(page.locator('#changed a')).toHaveCount(0);
  await expect(page.locator('#reply-text')).toHaveValue('没有网的时候写的');
});

test('the words of an act with words are kept, and go with it after a conflict', async ({ page }) => {
  const { number, colleague } = await open(page);
  await page.locator('#step-accept > summary').click();
  await page.locator('#accept-text').fill('已受理，请等候。');
  await expect(page.locator('#form-accept .saved')).toHaveText(/\d\d:\d\d/);
  await act(colleague, number, 'claim');
  await page.locator('#form-accept > button.button').click();
  await expect(page.locator('.conflict')).toBeVisible();
  // Shown anew from a page that answers a form: nothing is sent again.
  await act(colleague, number, 'note', { note: '请看一下' });
  await page.locator('#changed a').click();
  await expect(page).toHaveURL(new RegExp(`/staff/reports/${number}$`));
  await expect(page.locator('.conflict')).toHaveCount(0);
  await expect(page.locator('#accept-text')).toBeVisible();
  await act(colleague, number, 'note', { note: '再看一下' });
  await page.locator('#form-accept > button.button').click();
  await page.locator('.conflict button').click();
  await expect(page.locator('.bar .tag').first()).toHaveText(zh('status-accepted'));
  await expect(page.locator('ol.timeline')).toContainText('已受理，请等候。');
});
