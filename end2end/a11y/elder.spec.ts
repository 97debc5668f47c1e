// Elder mode on every public page, measured: letters from 18 to 30 px, lines, targets, contrast from the colours as they are
// drawn, narrow windows; light and dark, forced colours.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContext, Page } from '@playwright/test';
import { begin, choose, goOn, mainButton, onStep, readReceipt } from '../support/form';
import { contrastBelow, fits, lettersBelow, linesBelow, linesThatBeginWithPunctuation, lonelyTargetsBelow } from '../support/looks';
import { expect, test } from '../support/test';
import { at, LANGS, type Lang } from '../support/texts';

test.describe.configure({ timeout: 300_000 });

const SIZES = [18, 22, 30];
const articles = readdirSync(join(__dirname, '../../locales/zh-CN/help')).filter((name) => name.endsWith('.md')).map((name) => `/help/${name.replace('.md', '')}`);
const OPEN = ['/', '/report', '/report/lead', '/report/complaint', '/follow', '/help', ...articles, '/privacy', '/accessibility', '/security', '/nothing-here', '/staff/sign-in'];

const enlarge = (context: BrowserContext, origin: string, size: number) => context.addCookies([{ name: 'nuandong_elder', value: String(size), url: origin }]);

/** A window of that width: nothing leaves it, and no line begins with what ends a clause. */
async function narrow(page: Page, name: string, width: number): Promise<void> {
  await fits(page, name, width);
  expect.soft(await linesThatBeginWithPunctuation(page), `${name}: ${width} px wide, punctuation first`).toEqual([]);
}

async function measure(page: Page, name: string, size: number): Promise<void> {
  const root = await page.evaluate(() => parseFloat(getComputedStyle(document.documentElement).fontSize));
  expect.soft(root, name).toBe(size);
  expect.soft(await lettersBelow(page, Math.max(18, size)), `${name}: letters`).toEqual([]);
  expect.soft(await linesBelow(page, 1.3), `${name}: lines`).toEqual([]);
  expect.soft(await lonelyTargetsBelow(page, 60), `${name}: targets`).toEqual([]);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    expect.soft(await contrastBelow(page, 4.5), `${name}, ${colorScheme}: contrast`).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: 'light' });
  // 320 px is a small phone, or 640 px at 200 %.
  for (const width of [640, 375, 320]) await narrow(page, `${name}, ${size} px`, width);
  await page.setViewportSize({ width: 375, height: 800 });
}

/** A report from the first question to its progress page. */
async function form(page: Page, lang: Lang, look: (name: string) => Promise<void>): Promise<void> {
  const draft = await begin(page, 'lead', lang);
  await mainButton(page).click();
  await expect(page.locator('.errors')).toBeVisible();
  await look('kind, wrong');
  await choose(page, 'category', 'asset');
  await goOn(page, 'case');
  for (const step of ['case', 'respondent', 'story', 'details', 'livelihood', 'files', 'you']) {
    await page.goto(`${draft}/${step}`);
    await look(step);
  }
  await page.goto(`${draft}/story`);
  await page.locator('#narrative').fill('他的车每晚停在楼下。');
  await mainButton(page).click();
  await expect(page).not.toHaveURL(/\/story/);
  await page.goto(`${draft}/check`);
  await onStep(page, 'check');
  await look('check');
  await page.locator('form[action$="/send"] button').click();
  const { code } = await readReceipt(page);
  await look('receipt');
  await page.goto(at(lang, '/follow'));
  await page.locator('#code').fill(code);
  await mainButton(page).click();
  await expect(page).toHaveURL(/\/follow\/\d{12}$/);
  await look('progress');
}

for (const lang of LANGS) {
  for (const size of SIZES) {
    test(`every open page at ${size} px (${lang})`, async ({ page, context, baseURL }) => {
      await enlarge(context, baseURL!, size);
      for (const path of OPEN) {
        await page.goto(at(lang, path));
        await measure(page, `${at(lang, path)}`, size);
      }
    });
  }

  test(`the form at its largest (${lang})`, async ({ page, context, baseURL }) => {
    await enlarge(context, baseURL!, 30);
    await form(page, lang, (name) => measure(page, name, 30));
  });

  test(`outside elder mode: targets, contrast, narrow windows (${lang})`, async ({ page }) => {
    for (const path of OPEN) {
      await page.goto(at(lang, path));
      expect.soft(await lonelyTargetsBelow(page, 44), `${path}: targets`).toEqual([]);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        expect.soft(await contrastBelow(page, 4.5), `${path}, ${colorScheme}: contrast`).toEqual([]);
      }
      for (const width of [640, 375, 320]) await narrow(page, path, width);
    }
  });
}

test('the measuring itself finds what is wrong', async ({ page }) => {
  await page.goto('/help');
  await page.evaluate(() => {
    const bad = document.createElement('p');
    bad.id = 'bad';
    bad.innerHTML = '<span>faint</span>';
    document.querySelector('main')!.append(bad);
    const style = (document.querySelector('#bad span') as HTMLElement).style;
    style.color = 'rgba(91, 100, 117, .5)';
    style.fontSize = '10px';
    style.lineHeight = '11px';
    style.display = 'inline-block';
  });
  expect(await contrastBelow(page, 4.5)).toHaveLength(1);
  expect(await lettersBelow(page, 12)).toHaveLength(1);
  expect(await linesBelow(page, 1.3)).toHaveLength(1);
  expect(await lonelyTargetsBelow(page, 300)).not.toEqual([]);
});

test('forced colours and less motion are respected', async ({ page }) => {
  await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' });
  for (const path of ['/', '/help/where-is-my-case', '/report/lead', '/follow']) {
    await page.goto(path);
    const moving = await page.evaluate(() => [...document.querySelectorAll('*')].filter((one) => parseFloat(getComputedStyle(one).transitionDuration) > 0 || getComputedStyle(one).animationName !== 'none').map((one) => one.tagName));
    expect.soft(moving, `${path}: motion`).toEqual([]);
    expect.soft(await contrastBelow(page, 4.5), `${path}: contrast in forced colours`).toEqual([]);
    // The way out and the buttons still have an edge.
    const edges = await page.locator('.leave button, main .button').evaluateAll((all) => all.map((one) => parseFloat(getComputedStyle(one).borderTopWidth)));
    expect.soft(edges.every((width) => width >= 1), `${path}: edges`).toBe(true);
  }
});
