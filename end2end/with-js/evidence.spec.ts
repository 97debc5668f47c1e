// Evidence with JavaScript: sent in parts as soon as it is chosen or dropped, resumed after a lost line and a reload,
// described by itself, spoken into the page.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CDPSession, Page } from '@playwright/test';
import { document, picture, program } from '../support/files';
import { follow, goOn, onStep, shortest } from '../support/form';
import { alive } from '../support/islands';
import { tabTo } from '../support/keyboard';
import { sendReport } from '../support/portal';
import { expect, test } from '../support/test';
import { errorText, LANGS, t } from '../support/texts';

const rows = (page: Page) => page.locator('#files-here li');
const sending = (page: Page) => page.locator('#uploads-here .sending');
const row = (page: Page, name: string) => rows(page).filter({ hasText: name });

/** A fresh draft's page of files, awake. */
async function files(page: Page, lang: 'zh-CN' | 'en' = 'zh-CN'): Promise<string> {
  const draft = await shortest(page, 'lead', lang);
  await page.goto(`${draft}/files`);
  await alive(page, '#upload');
  return draft;
}

/** The session that sets a page's line: a limit ends only where it was set, a second session beside it lifts nothing. */
const sessions = new WeakMap<Page, CDPSession>();
/** A line of so many bytes a second; without a number, one without a limit. */
async function line(page: Page, upload = -1): Promise<CDPSession> {
  const devtools = sessions.get(page) ?? (await page.context().newCDPSession(page));
  sessions.set(page, devtools);
  await devtools.send('Network.emulateNetworkConditions', { offline: false, latency: upload < 0 ? 0 : 20, downloadThroughput: -1, uploadThroughput: upload });
  return devtools;
}

/** Files on the disk keep the time of their last change, by which they are known again. */
let folder = '';
test.beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'nuandong-evidence-'))));
test.afterAll(() => rmSync(folder, { recursive: true, force: true }));
function onDisk(name: string, size: number): string {
  const path = join(folder, name);
  writeFileSync(path, document(name, size).buffer);
  return path;
}

/** A mark that a reload of the page would take away. */
const mark = (page: Page) => page.evaluate(() => void ((window as unknown as { here: boolean }).here = true));
const marked = (page: Page) => page.evaluate(() => (window as unknown as { here?: boolean }).here === true);

/** Parts that were sent, by where they began. */
function parts(page: Page): string[] {
  const seen: string[] = [];
  page.on('request', (request) => {
    const at = new URL(request.url()).searchParams.get('at');
    if (request.method() === 'POST' && at !== null) seen.push(at);
  });
  return seen;
}

for (const lang of LANGS) {
  test(`files are sent with progress, listed and refused without leaving the page (${lang})`, async ({ page, tolerated }) => {
    tolerated.push(/^422 for POST .*\/uploads/);
    await files(page, lang);
    await mark(page);
    await line(page, 400_000);
    // The button for those without JavaScript is gone.
    await expect(page.locator('#upload button')).toBeHidden();
    await page.locator('#file').setInputFiles([document('银行流水.pdf', 1_500_000), picture('照片 一.png'), program('程序.jpg'), document('合同.pdf')]);
    const bar = sending(page).filter({ hasText: '银行流水.pdf' }).locator('progress');
    await expect(bar).toHaveAccessibleName('银行流水.pdf');
    await expect.poll(() => bar.evaluate((one) => (one as HTMLProgressElement).value), { intervals: [50] }).toBeGreaterThan(0);
    // The others do not wait for the large one.
    await expect(row(page, '照片 一.png')).toHaveCount(1);
    await expect(bar).toBeVisible();
    await line(page);
    await expect(rows(page)).toHaveCount(3, { timeout: 30_000 });
    const refusedRow = sending(page).filter({ hasText: '程序.jpg' });
    await expect(refusedRow).toContainText(errorText(lang, 'file', 'type'));
    await expect(sending(page)).toHaveCount(1);
    await refusedRow.getByRole('button', { name: t(lang, 'upload-dismiss') }).click();
    await expect(sending(page)).toHaveCount(0);
    // The small picture comes by itself.
    await expect(row(page, '照片 一.png').locator('img')).toBeVisible();
    expect(await marked(page), 'no reload').toBe(true);

    await row(page, '合同.pdf').getByRole('button', { name: t(lang, 'remove') }).click();
    await onStep(page, 'files');
    await expect(rows(page)).toHaveCount(2);
    await goOn(page, 'you');
  });
}

test('files are dropped onto the page', async ({ page }) => {
  await files(page);
  await mark(page);
  const transfer = await page.evaluateHandle(() => {
    const data = new DataTransfer();
    for (const name of ['拖来的.txt', '又一个.txt']) data.items.add(new File([`text of ${name}`], name, { type: 'text/plain' }));
    return data;
  });
  const body = page.locator('main');
  await body.dispatchEvent('dragenter', { dataTransfer: transfer });
  await body.dispatchEvent('dragover', { dataTransfer: transfer });
  await expect(page.locator('body')).toHaveClass(/dropping/);
  await body.dispatchEvent('drop', { dataTransfer: transfer });
  await expect(page.locator('body')).not.toHaveClass(/dropping/);
  await expect(rows(page)).toHaveCount(2);
  await expect(row(page, '拖来的.txt')).toBeVisible();
  expect(await marked(page), 'the browser did not open the file instead').toBe(true);
});

test('a lost line is waited for, and the file goes on where it broke off', async ({ page, context, tolerated }) => {
  tolerated.push(/ERR_INTERNET_DISCONNECTED/, /ERR_NETWORK/);
  await files(page);
  const sent = parts(page);
  // Each part takes its time, so that the line can break under one of them.
  await page.route('**/uploads/*', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 500));
    await route.continue();
  });
  await page.locator('#file').setInputFiles(document('流水.pdf', 3_500_000));
  await expect.poll(() => sent.at(-1), { intervals: [50] }).toBe('1048576');
  await context.setOffline(true);
  await expect(sending(page)).toContainText(t('zh-CN', 'upload-lost'));
  await expect(page.locator('#upload-status')).toContainText(t('zh-CN', 'upload-lost'));
  await context.setOffline(false);
  // Three megabytes took more than ten seconds beside a busy machine's other work.
  await expect(rows(page)).toHaveCount(1, { timeout: 30_000 });
  await expect(row(page, '流水.pdf')).toContainText('3.3 MB');
  expect(sent.filter((at) => at === '0'), 'what had arrived was not sent again').toHaveLength(1);
});

test('after a reload the same file goes on where it was', async ({ page }) => {
  await files(page);
  const sent = parts(page);
  page.on('dialog', (dialog) => void dialog.accept());
  const path = onDisk('大文件.pdf', 3_500_000);
  await line(page, 900_000);
  await page.locator('#file').setInputFiles(path);
  await expect.poll(() => sent.at(-1), { intervals: [50] }).toBe('1048576');
  await page.reload();
  await line(page);
  const unfinished = page.locator('#unfinished li');
  await expect(unfinished).toContainText('大文件.pdf');
  await expect(unfinished).toContainText('3.3 MB');
  await alive(page, '#upload');
  sent.length = 0;
  await page.locator('#file').setInputFiles(path);
  await expect(rows(page)).toHaveCount(1);
  await expect(unfinished).toHaveCount(0);
  expect(Number(sent[0]), 'it went on').toBeGreaterThanOrEqual(1_048_576);
  // Once more: it is here already.
  await page.locator('#file').setInputFiles(path);
  await expect(page.locator('#upload-status')).toHaveText(t('zh-CN', 'upload-already').replace('{name}', '大文件.pdf'));
  await expect(rows(page)).toHaveCount(1);
});

test('a file on its way is cancelled, and what had arrived of it is gone', async ({ page, tolerated }) => {
  tolerated.push(/^404 for POST .*\/uploads/);
  await files(page);
  await line(page, 300_000);
  await page.locator('#file').setInputFiles(document('算了.pdf', 2_500_000));
  await expect(sending(page)).toContainText(/\d+%/);
  await sending(page).getByRole('button', { name: t('zh-CN', 'upload-cancel') }).click();
  await expect(sending(page)).toHaveCount(0);
  await line(page);
  await expect(page.locator('#upload-status')).toHaveText(t('zh-CN', 'upload-cancelled').replace('{name}', '算了.pdf'));
  await expect(async () => {
    await page.reload();
    await expect(page.locator('#file-list li')).toHaveCount(0, { timeout: 500 });
  }).toPass();
});

test('descriptions save themselves and survive what arrives meanwhile', async ({ page, context, tolerated }) => {
  tolerated.push(/ERR_INTERNET_DISCONNECTED/);
  await files(page);
  await page.locator('#file').setInputFiles(picture('车.png'));
  const field = row(page, '车.png').getByRole('textbox');
  await field.pressSequentially('停在');
  await page.locator('#file').setInputFiles(document('后来的.pdf'));
  await expect(rows(page)).toHaveCount(2);
  // Another file has come, and the field is still the one that is typed in.
  await page.locator('.describe input').first().pressSequentially('楼下');
  await expect(field).toBeFocused();
  await expect(field).toHaveValue('停在楼下');
  await expect(row(page, '车.png').locator('.saved')).toHaveText(new RegExp(t('zh-CN', 'description-saved').replace('{at}', '\\d\\d:\\d\\d')));
  await page.reload();
  await expect(field).toHaveValue('停在楼下');
  await alive(page, '#file-list');
  await context.setOffline(true);
  await field.fill('断网时写的');
  await expect(row(page, '车.png').locator('.saved')).toHaveText(t('zh-CN', 'description-not-saved'));
  await context.setOffline(false);
  await field.press('Enter');
  await expect(row(page, '车.png').locator('.saved')).toHaveText(/\d\d:\d\d/);
  await page.reload();
  await expect(field).toHaveValue('断网时写的');
});

test('a message is spoken into the page', async ({ page, context }) => {
  await context.grantPermissions(['microphone']);
  await files(page);
  const voice = page.locator('#voice');
  // Discarded: nothing is sent.
  await voice.locator('#voice-record').click();
  await expect(voice.getByRole('timer')).toHaveText(/0:0[1-9]/);
  await voice.locator('#voice-stop').click();
  await expect(page.locator('#voice-status')).toHaveText(/0:0[1-9]/);
  await voice.locator('#voice-discard').click();
  await expect(page.locator('#voice-status')).toHaveText(t('zh-CN', 'voice-discarded'));
  await expect(voice.locator('#voice-record')).toBeFocused();
  await expect(rows(page)).toHaveCount(0);
  // Recorded, heard, used.
  await voice.locator('#voice-record').click();
  await expect(voice.locator('#voice-stop')).toBeFocused();
  await expect(voice.getByRole('timer')).toHaveText(/0:02/);
  await voice.locator('#voice-stop').click();
  const heard = voice.locator('audio');
  await expect.poll(() => heard.evaluate(async (audio: HTMLAudioElement) => (await audio.play(), audio.readyState))).toBeGreaterThanOrEqual(2);
  await voice.locator('#voice-take').click();
  const spoken = row(page, t('zh-CN', 'voice-name'));
  await expect(spoken).toHaveCount(1);
  await expect(spoken).toContainText('.webm');
  await expect(spoken.locator('.kind')).toHaveText('♪');
  await spoken.getByRole('textbox').fill('他在电话里说的');
  await expect(spoken.locator('.saved')).not.toBeEmpty();
  await expect(voice.locator('#voice-record')).toBeVisible();
});

for (const lang of LANGS) {
  test(`a microphone that is refused is answered in words (${lang})`, async ({ page, context }) => {
    await context.clearPermissions();
    await files(page, lang);
    // Chromium without a window asks nobody and refuses.
    await page.locator('#voice-record').click();
    await expect(page.locator('#voice-status')).toHaveText(t(lang, 'voice-refused'));
    await expect(page.locator('#voice-record')).toBeFocused();
  });
}

test('a microphone that is not there is answered in words', async ({ page }) => {
  await page.addInitScript(() => {
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('none', 'NotFoundError'));
  });
  await files(page);
  await page.locator('#voice-record').click();
  await expect(page.locator('#voice-status')).toHaveText(t('zh-CN', 'voice-no-microphone'));
});

test('by keyboard alone', async ({ page }) => {
  // Asked for long before: the browser has to know that a chooser is expected when the key is pressed.
  const chooser = page.waitForEvent('filechooser', { timeout: 60_000 });
  await files(page);
  await tabTo(page, page.locator('#file'));
  await page.keyboard.press('Enter');
  await (await chooser).setFiles([document('一.pdf'), document('二.pdf')]);
  await expect(rows(page)).toHaveCount(2);
  await tabTo(page, row(page, '二.pdf').getByRole('textbox'));
  await page.keyboard.insertText('第二份');
  await page.keyboard.press('Enter');
  await expect(row(page, '二.pdf').locator('.saved')).toHaveText(/\d\d:\d\d/);
  const remove = row(page, '二.pdf').getByRole('button', { name: t('zh-CN', 'remove') });
  await tabTo(page, remove);
  await page.keyboard.press('Enter');
  await expect(rows(page)).toHaveCount(1);
});

test('a file that is added on the progress page is listed there', async ({ page }) => {
  const { code } = await sendReport();
  await follow(page, code);
  await alive(page, '#upload');
  await mark(page);
  await page.locator('#file').setInputFiles(document('补充.pdf'));
  await expect(row(page, '补充.pdf')).toBeVisible();
  await row(page, '补充.pdf').getByRole('textbox').fill('后来找到的');
  await expect(row(page, '补充.pdf').locator('.saved')).toHaveText(/\d\d:\d\d/);
  expect(await marked(page)).toBe(true);
});

test('what was chosen before the islands came is sent', async ({ page }) => {
  const draft = await shortest(page, 'lead');
  let arrive = () => {};
  const arrived = new Promise<void>((resolve) => (arrive = resolve));
  await page.route('**/pkg/*.wasm', async (route) => {
    await arrived;
    await route.continue();
  });
  await page.goto(`${draft}/files`);
  await page.locator('#file').setInputFiles(document('早选的.pdf'));
  arrive();
  await expect(row(page, '早选的.pdf')).toBeVisible();
});
