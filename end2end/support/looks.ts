// What every page is held against: axe-core in light and dark, elder mode, narrow screens, sizes of targets and letters.
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

async function axe(page: Page, name: string, rules?: string[]): Promise<void> {
  // No frames here: the legacy mode saves a second page for each run.
  const builder = new AxeBuilder({ page }).setLegacyMode();
  const { violations } = await (rules ? builder.withRules(rules) : builder.withTags(TAGS)).analyze();
  const words = violations.map((one) => `${one.id}: ${one.help}\n${one.nodes.map((node) => `    ${node.target.join(' ')} — ${node.any.concat(node.all, node.none).map((check) => check.message).join('; ')}`).join('\n')}`);
  expect.soft(words, name).toEqual([]);
}

/** A page never scrolls sideways; a wide table may, in a region of its own. */
async function fits(page: Page, name: string, width: number): Promise<void> {
  await page.setViewportSize({ width, height: 800 });
  const { wide, over } = await page.evaluate(() => {
    const root = document.scrollingElement!;
    const scrolls = (element: Element | null): boolean => Boolean(element && element !== document.body && (['auto', 'scroll', 'hidden', 'clip'].includes(getComputedStyle(element).overflowX) || scrolls(element.parentElement)));
    const beyond = [...document.body.querySelectorAll('*')].filter((element) => element.getBoundingClientRect().right > root.clientWidth + 1 && !scrolls(element));
    return { wide: root.scrollWidth - root.clientWidth, over: beyond.slice(0, 5).map((element) => `${element.tagName.toLowerCase()}.${element.className} ${element.id}`.trim()) };
  });
  expect.soft(wide, `${name}: ${width} px wide, sticking out: ${over.join(', ')}`).toBeLessThanOrEqual(0);
}

/** Targets that are lower than so many pixels, other than links within text. */
async function targetsBelow(page: Page, least: number): Promise<string[]> {
  return page.evaluate((least) => {
    const targets = 'main .button, main input:not([type=hidden]):not([type=radio]):not([type=checkbox]):not([type=file]), main select, main textarea, main summary, main .option, header.top button, header.top a';
    const seen = [...document.querySelectorAll<HTMLElement>(targets)].filter((element) => element.offsetParent !== null && !element.closest('.pot'));
    const low = seen.map((element) => ({ element, height: element.getBoundingClientRect().height })).filter(({ height }) => height < least - 0.5);
    return [...new Set(low.map(({ element, height }) => `${element.tagName.toLowerCase()}.${element.className}: ${Math.round(height)} px`))];
  }, least);
}

/** Letters that are smaller than so many pixels. */
async function lettersBelow(page: Page, least: number): Promise<string[]> {
  return page.evaluate((least) => {
    const small = new Set<string>();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.parentElement!;
      const size = parseFloat(getComputedStyle(element).fontSize);
      if (node.textContent?.trim() && element.getClientRects().length && !element.closest('.pot, .hidden, svg, script') && size < least - 0.01) small.add(`${element.tagName.toLowerCase()}.${element.className}: ${size} px`);
    }
    return [...small];
  }, least);
}

export interface Scope {
  /** The desk has no elder mode and denser targets. */
  desk?: boolean;
  /** Dark, and axe in elder mode: once is enough, the other language changes words and widths only. */
  colours?: boolean;
}

/** Holds the page that is open against all of it. */
export async function inspect(page: Page, name: string, { desk = false, colours = false }: Scope = {}): Promise<void> {
  // A colour on its way to another is neither.
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await page.setViewportSize(desk ? { width: 1280, height: 900 } : { width: 375, height: 800 });
  await axe(page, name);
  if (colours) {
    await page.emulateMedia({ colorScheme: 'dark' });
    await axe(page, `${name}, dark`, ['color-contrast', 'link-in-text-block']);
    await page.emulateMedia({ colorScheme: 'light' });
  }
  // 320 px is what a window of 1280 px is at 400 %, 640 px at 200 %.
  for (const width of [640, 320]) await fits(page, name, width);
  if (desk) return;
  expect.soft(await targetsBelow(page, 44), `${name}: targets`).toEqual([]);
  // As the server does it: elder mode is one class; `no-js/site.spec.ts` shows that the switch sets it.
  await page.evaluate(() => document.documentElement.classList.add('elder'));
  await fits(page, `${name}, elder mode`, 320);
  expect.soft(await targetsBelow(page, 60), `${name}, elder mode: targets`).toEqual([]);
  expect.soft(await lettersBelow(page, 18), `${name}, elder mode: letters`).toEqual([]);
  if (colours) await axe(page, `${name}, elder mode`);
  await page.evaluate(() => document.documentElement.classList.remove('elder'));
}
