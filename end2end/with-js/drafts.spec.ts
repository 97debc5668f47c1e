// Drafts and the short work of the device: what happens when servers die, cookies go and very many come.
import type { Browser, Page } from '@playwright/test';
import { begin, choose, goOn, mainButton, onStep, readReceipt, shortest } from '../support/form';
import { alive } from '../support/islands';
import { OwnServer } from '../support/server';
import { expect, test } from '../support/test';
import { at, LANGS, t } from '../support/texts';

test.describe.configure({ timeout: 120_000 });

/** The code of the draft that is on screen. */
async function codeOf(page: Page, draft: string): Promise<string> {
  await page.goto(`${draft}/later`);
  await page.locator('form[action$="/later"] button').click();
  return (await page.locator('.secret').innerText()).replaceAll(' ', '');
}

/** Goes to a page after the browser was left with its own error page. */
const goAgain = (page: Page, path: string) => expect(async () => void (await page.goto(path))).toPass({ timeout: 15_000 });

/** A browser that talks to a server of the test's own. */
async function visit(browser: Browser, server: OwnServer, javaScriptEnabled = true): Promise<Page> {
  const context = await browser.newContext({ baseURL: server.address, locale: 'zh-CN', javaScriptEnabled });
  return context.newPage();
}

test('the time of the last save is there after a reload, and typing goes on from it', async ({ page }) => {
  const draft = await begin(page, 'lead');
  await expect(page.locator('.saved')).toHaveText('');
  await choose(page, 'category', 'asset');
  await goOn(page, 'case');
  await page.goto(`${draft}/story`);
  await alive(page, '#step');
  const before = new RegExp(`^${t('zh-CN', 'draft-saved', { at: '\\d\\d:\\d\\d' })}$`);
  await expect(page.locator('.saved')).toHaveText(before);
  await page.locator('#narrative').pressSequentially('停在楼下');
  await expect(page.locator('.saved')).toHaveText(new RegExp(`^${t('zh-CN', 'saved-at').replace('{at}', '\\d\\d:\\d\\d')}$`));
  await page.reload();
  await expect(page.locator('.saved')).toHaveText(before);
  await expect(page.locator('#narrative')).toHaveValue('停在楼下');
});

for (const lang of LANGS) {
  test(`a draft goes on from another device by its QR code (${lang})`, async ({ page, visitor }) => {
    const draft = await begin(page, 'complaint', lang);
    await choose(page, 'category', 'delay');
    await goOn(page, 'case');
    await goOn(page, 'respondent');
    // Left in the middle of typing, by the quiet button: the words go along.
    await page.locator('#respondent_name').fill('没打完的名字');
    await page.getByRole('button', { name: t(lang, 'draft-later') }).click();
    await expect(page).toHaveURL(/\/later$/);
    await expect(page.locator('main .note.green')).toBeVisible();
    const code = await codeOf(page, draft);
    expect(code).toMatch(/^\d{16}$/);
    const phone = await visitor();
    await phone.goto(at(lang, '/help'));
    await phone.goto(`${at(lang, '/resume')}#${code}`);
    await expect(phone.locator('#code')).toHaveValue(code);
    await expect.poll(() => phone.url()).not.toContain(code);
    await mainButton(phone).click();
    await onStep(phone, 'respondent');
    expect(new URL(phone.url()).pathname).toBe(`${draft}/respondent`);
    await expect(phone.locator('#respondent_name')).toHaveValue('没打完的名字');
    // Back shows no code, neither in the page nor in the history.
    await phone.goBack();
    expect(phone.url()).not.toContain(code);
  });
}

test('a code that was shown is not shown again by Back', async ({ page }) => {
  const draft = await begin(page, 'lead');
  const code = await codeOf(page, draft);
  await page.locator('main .go .button').click();
  await onStep(page, 'kind');
  await page.goBack();
  await expect(page.locator('main')).toContainText(t('zh-CN', 'resume-shown'));
  expect((await page.locator('main').innerText()).replaceAll(' ', '')).not.toContain(code);
  await page.reload();
  await expect(page.locator('.secret')).toHaveCount(0);
});

test('a draft survives lost cookies, Back, two tabs and a double click, and is sent once', async ({ page, context }) => {
  const draft = await shortest(page, 'lead');
  await context.clearCookies();
  const second = await context.newPage();
  await second.goto(`${draft}/story`);
  await second.locator('#narrative').fill('在第二个窗口改过');
  await mainButton(second).click();
  await expect(second).not.toHaveURL(/\/story/);
  await page.reload();
  await expect(page.locator('#row-story')).toContainText('在第二个窗口改过');
  await page.goto(`${draft}/you`);
  await page.goBack();
  await onStep(page, 'check');
  await page.locator('form[action$="/send"] button').dblclick();
  const receipt = await readReceipt(page);
  await second.goto(`${draft}/check`);
  expect(await readReceipt(second)).toEqual(receipt);
});

test('a draft is deleted after a question, and its pages are gone', async ({ page }) => {
  const draft = await shortest(page, 'lead');
  const code = await codeOf(page, draft);
  await page.getByRole('link', { name: t('zh-CN', 'draft-delete') }).click();
  await page.getByRole('link', { name: t('zh-CN', 'draft-delete-no') }).click();
  await page.getByRole('link', { name: t('zh-CN', 'draft-delete') }).click();
  await page.getByRole('button', { name: t('zh-CN', 'draft-delete-yes') }).dblclick();
  await expect(page.locator('h1')).toHaveText(t('zh-CN', 'draft-deleted-title'));
  expect((await page.goto(`${draft}/check`))?.status()).toBe(404);
  await page.goto('/resume');
  await page.locator('#code').fill(code);
  await mainButton(page).click();
  await expect(page.locator('.errors')).toContainText(t('zh-CN', 'error-resume-deleted'));
});

test('a server that is killed between pages, while typing and before sending loses nothing', async ({ browser }) => {
  const server = await OwnServer.start();
  try {
    const page = await visit(browser, server);
    const draft = await begin(page, 'lead');
    await choose(page, 'category', 'other');
    await server.kill();
    await mainButton(page).click().catch(() => {});
    await server.startAgain();
    await goAgain(page, `${draft}/kind`);
    await choose(page, 'category', 'other');
    await goOn(page, 'case');
    await page.goto(`${draft}/story`);
    await alive(page, '#step');
    await page.locator('#narrative').pressSequentially('打到一半停电了');
    await expect(page.locator('.saved')).toHaveText(new RegExp(t('zh-CN', 'saved-at').replace('{at}', '\\d\\d:\\d\\d')));
    await server.kill();
    // What is typed while nobody answers is not lost either: the page says so, and saves again by itself.
    await page.locator('#narrative').pressSequentially('，又接着打');
    await expect(page.locator('.saved')).toHaveText(t('zh-CN', 'save-failed'));
    await server.startAgain();
    await expect(page.locator('.saved')).toHaveText(new RegExp(t('zh-CN', 'saved-at').replace('{at}', '\\d\\d:\\d\\d')));
    await page.reload();
    await expect(page.locator('#narrative')).toHaveValue('打到一半停电了，又接着打');
    const code = await codeOf(page, draft);
    await page.goto(`${draft}/check`);
    await server.kill();
    await page.locator('form[action$="/send"] button').click().catch(() => {});
    await server.startAgain();
    // From another device, with the code.
    const phone = await visit(browser, server);
    await phone.goto(`/resume#${code}`);
    await expect(phone.locator('#code')).toHaveValue(code);
    await mainButton(phone).click();
    await expect(phone.locator('#narrative')).toHaveValue('打到一半停电了，又接着打');
    await phone.goto(`${draft}/check`);
    await phone.locator('form[action$="/send"] button').click();
    await readReceipt(phone);
    // And the first one, which has the check page open still.
    await goAgain(page, `${draft}/check`);
    await expect(page).toHaveURL(/\/receipt\//);
    expect((await server.reports()).all).toBe(1);
    await Promise.all([page.context().close(), phone.context().close()]);
  } finally {
    await server.end();
  }
});

test('beside a flood a device works for a moment and its report is not held', async ({ browser }) => {
  const server = await OwnServer.start();
  try {
    await server.flood(45);
    expect((await server.reports()).held).toBe(5);
    // Pressed at once, and after the work is done.
    for (const patient of [false, true]) {
      const page = await visit(browser, server);
      const draft = await shortest(page, 'lead');
      // Long enough for a person: the least time goes by the number of pages.
      await page.waitForTimeout(7_000);
      await page.goto(`${draft}/check`);
      if (patient) await expect(page.locator('.working')).toHaveText(t('zh-CN', 'busy-done'), { timeout: 30_000 });
      else await alive(page, 'form[action$="/send"]');
      await page.locator('form[action$="/send"] button').click();
      await expect(page).toHaveURL(/\/receipt\//, { timeout: 30_000 });
      await readReceipt(page);
      await page.context().close();
    }
    expect(await server.reports()).toEqual({ all: 47, held: 5 });
    // Without JavaScript the page says what to do, and takes the report either way.
    const plain = await visit(browser, server, false);
    await shortest(plain, 'lead');
    await expect(plain.locator('.note.working')).toHaveText(t('zh-CN', 'busy-send', { seconds: '30' }));
    await plain.locator('form[action$="/send"] button').click();
    await readReceipt(plain);
    expect(await server.reports()).toEqual({ all: 48, held: 6 });
    await plain.context().close();
  } finally {
    await server.end();
  }
});
