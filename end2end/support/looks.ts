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

/** A page never scrolls sideways; a wide table may, in a region of its own. What leaves it on the left cannot even be scrolled to. */
export async function fits(page: Page, name: string, width: number): Promise<void> {
  await page.setViewportSize({ width, height: 800 });
  const { wide, over, left } = await page.evaluate(() => {
    const root = document.scrollingElement!;
    const scrolls = (element: Element | null): boolean => Boolean(element && element !== document.body && (['auto', 'scroll', 'hidden', 'clip'].includes(getComputedStyle(element).overflowX) || scrolls(element.parentElement)));
    const beyond = [...document.body.querySelectorAll('*')].filter((element) => element.getBoundingClientRect().right > root.clientWidth + 1 && !scrolls(element));
    const gone = [...document.body.querySelectorAll('*')].filter((element) => element.getBoundingClientRect().left < -1 && !element.closest('.pot') && !scrolls(element));
    const names = (all: Element[]): string[] => all.slice(0, 5).map((element) => `${element.tagName.toLowerCase()}.${element.className} ${element.id}`.trim());
    return { wide: root.scrollWidth - root.clientWidth, over: names(beyond), left: names(gone) };
  });
  expect.soft(wide, `${name}: ${width} px wide, sticking out: ${over.join(', ')}`).toBeLessThanOrEqual(0);
  expect.soft(left, `${name}: ${width} px wide, out on the left`).toEqual([]);
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

/** Lines that stand closer than so many times their letters. */
export async function linesBelow(page: Page, least: number): Promise<string[]> {
  return page.evaluate((least) => {
    const close = new Set<string>();
    for (const element of document.querySelectorAll<HTMLElement>('body *')) {
      if (![...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim()) || !element.getClientRects().length || element.closest('.pot, .hidden, svg, script')) continue;
      const style = getComputedStyle(element);
      const ratio = parseFloat(style.lineHeight) / parseFloat(style.fontSize);
      if (ratio < least - 0.01) close.add(`${element.tagName.toLowerCase()}.${element.className}: ${ratio.toFixed(2)}`);
    }
    return [...close];
  }, least);
}

/** Links and buttons that stand by themselves, not within a sentence, and are lower or narrower than so many pixels. */
export async function lonelyTargetsBelow(page: Page, least: number): Promise<string[]> {
  return page.evaluate((least) => {
    const small = new Set<string>();
    for (const element of document.querySelectorAll<HTMLElement>('a[href], button, summary, select, textarea, input:not([type=hidden]):not([type=radio]):not([type=checkbox]):not([type=file])')) {
      if (!element.getClientRects().length || element.closest('.pot') || element.matches('.skip:not(:focus)')) continue;
      const line = element.closest('p, li, td, dd, label');
      const inSentence = element.tagName === 'A' && line && (line.textContent ?? '').trim() !== (element.textContent ?? '').trim() && getComputedStyle(element).display === 'inline';
      if (inSentence) continue;
      const { width, height } = element.getBoundingClientRect();
      if (height < least - 0.5 || width < Math.min(least, 44) - 0.5) small.add(`${element.tagName.toLowerCase()}.${element.className} “${(element.textContent ?? '').trim().slice(0, 20)}”: ${Math.round(width)} × ${Math.round(height)}`);
    }
    return [...small];
  }, least);
}

/** Text whose measured colour stands out less than so much from the measured ground beneath it (WCAG's formula). */
export async function contrastBelow(page: Page, least: number): Promise<string[]> {
  return page.evaluate((least) => {
    type Colour = [number, number, number, number];
    const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true })!;
    const parse = (text: string): Colour => {
      const numbers = /^rgba?\(([^)]*)\)$/.exec(text)?.[1].split(/[\s,/]+/).map(Number);
      if (numbers && numbers.length >= 3 && numbers.every((n) => !Number.isNaN(n))) return [numbers[0], numbers[1], numbers[2], numbers[3] ?? 1];
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = text;
      canvas.fillRect(0, 0, 1, 1);
      const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
      return [r, g, b, a / 255];
    };
    const over = (top: Colour, under: Colour): Colour => [0, 1, 2].map((n) => top[n] * top[3] + under[n] * (1 - top[3])).concat(1) as Colour;
    const light = ([r, g, b]: Colour): number => {
      const [x, y, z] = [r, g, b].map((n) => (n / 255 <= 0.04045 ? n / 255 / 12.92 : ((n / 255 + 0.055) / 1.055) ** 2.4));
      return 0.2126 * x + 0.7152 * y + 0.0722 * z;
    };
    const ground = (element: Element | null): Colour => {
      if (!element) return [255, 255, 255, 1];
      const own = parse(getComputedStyle(element).backgroundColor);
      return own[3] >= 1 ? own : over(own, ground(element.parentElement));
    };
    const faint = new Set<string>();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.parentElement!;
      if (!node.textContent?.trim() || !element.getClientRects().length || element.closest('.pot, .hidden, svg, script, :disabled, .skip:not(:focus)')) continue;
      const under = ground(element);
      const [a, b] = [light(over(parse(getComputedStyle(element).color), under)), light(under)].sort((x, y) => y - x);
      const ratio = (a + 0.05) / (b + 0.05);
      if (ratio < least - 0.005) faint.add(`${element.tagName.toLowerCase()}.${element.className} “${node.textContent.trim().slice(0, 16)}”: ${ratio.toFixed(2)}`);
    }
    return [...faint];
  }, least);
}

/** Lines that begin with a punctuation mark which belongs to the line before. */
export async function linesThatBeginWithPunctuation(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found = new Set<string>();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.parentElement!;
      if (!element.getClientRects().length || element.closest('.pot, .hidden, option, svg, script')) continue;
      const text = node.textContent!;
      const place = (at: number): DOMRect => {
        const letter = document.createRange();
        letter.setStart(node, at);
        letter.setEnd(node, at + 1);
        return letter.getBoundingClientRect();
      };
      for (const { index } of text.matchAll(/(?<=\S)[。，、；：！？）》”]/g)) {
        const [before, mark] = [place(index - 1), place(index)];
        if (mark.width && mark.top > before.bottom - 2) found.add(`${element.tagName.toLowerCase()}.${element.className} “${text.slice(Math.max(0, index - 8), index)}|${text.slice(index, index + 4)}”`);
      }
    }
    return [...found];
  });
}

/** Letters that are smaller than so many pixels. */
export async function lettersBelow(page: Page, least: number): Promise<string[]> {
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

/** Boxes to tick that lie on their own words. */
export async function boxesOnWords(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const hidden = new Set<string>();
    for (const box of document.querySelectorAll<HTMLInputElement>('input:is([type=checkbox], [type=radio])')) {
      const own = box.getBoundingClientRect();
      if (own.width < 5 || getComputedStyle(box).opacity === '0') continue;
      for (const label of box.labels ?? []) {
        const walker = document.createTreeWalker(label, NodeFilter.SHOW_TEXT);
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
          const words = document.createRange();
          words.selectNodeContents(node);
          const over = [...words.getClientRects()].some((line) => Math.min(own.right, line.right) - Math.max(own.left, line.left) > 1 && Math.min(own.bottom, line.bottom) - Math.max(own.top, line.top) > 1);
          if (over) hidden.add(`“${node.textContent!.trim().slice(0, 20)}”`);
        }
      }
    }
    return [...hidden];
  });
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
  expect.soft(await boxesOnWords(page), `${name}: boxes on words`).toEqual([]);
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
