// The public form as a person uses it: labels are clicked, buttons pressed, errors read.
import { expect, type Locator, type Page } from '@playwright/test';
import { at, ERROR_TITLE, errorText, t, type Lang } from './texts';

export type Step = 'kind' | 'case' | 'respondent' | 'story' | 'details' | 'more' | 'livelihood' | 'files' | 'you' | 'check';

/** The one main button of a page of the form. */
export const mainButton = (page: Page): Locator => page.locator('main .go .button');

export const addressOf = (step: Step): RegExp => new RegExp(`/report/(lead|complaint)/[^/]+/${step}(\\?|$)`);

/** A page of the form, as it is on screen. */
export async function onStep(page: Page, step: Step): Promise<void> {
  await expect(page).toHaveURL(addressOf(step));
  await expect(page.locator('h1')).toHaveCount(1);
}

/** Presses Continue; the next page is that step. */
export async function goOn(page: Page, to: Step): Promise<void> {
  await mainButton(page).click();
  await onStep(page, to);
}

/** Chooses a radio button or ticks a box by its label, as people do. */
export async function choose(page: Page, name: string, value: string): Promise<void> {
  const option = page.locator(`.option:has(> input[name="${name}"][value="${value}"])`);
  await option.locator('label').click();
  await expect(option.locator('input')).toBeChecked();
}

/** Begins a draft from the start page; returns its address without the step. */
export async function begin(page: Page, channel: 'lead' | 'complaint', lang: Lang = 'zh-CN'): Promise<string> {
  await page.goto(at(lang, `/report/${channel}`));
  await page.locator(`form[action$="/report/${channel}"] button`).click();
  await onStep(page, 'kind');
  return new URL(page.url()).pathname.replace(/\/kind$/, '');
}

/** Fills in the least that can be sent and shows the check page. */
export async function shortest(page: Page, channel: 'lead' | 'complaint', lang: Lang = 'zh-CN', number = ''): Promise<string> {
  const draft = await begin(page, channel, lang);
  await choose(page, 'category', 'other');
  await goOn(page, 'case');
  if (number) {
    await page.goto(`${draft}/case`);
    await page.locator('#case_number').fill(number);
    await mainButton(page).click();
    await expect(page.locator('main .note')).toBeVisible();
  }
  await page.goto(`${draft}/story`);
  await page.locator('#narrative').fill('昨晚八点，我在小区车库看见他的车。');
  await mainButton(page).click();
  await expect(page).not.toHaveURL(addressOf('story'));
  await page.goto(`${draft}/check`);
  return draft;
}

/** Does something that ends in a page with that status and an error box. */
export async function answersWith(page: Page, status: number, doIt: () => Promise<void>): Promise<void> {
  const answer = page.waitForResponse((response) => response.request().isNavigationRequest() && response.status() === status, { timeout: 15_000 });
  await doIt();
  await answer;
  await expect(page.locator('main .errors')).toBeVisible();
}

/** Does something that the portal must refuse, and reads what it says: title, summary, links, words beside each field. */
export async function refused(page: Page, lang: Lang, doIt: () => Promise<void>, errors: Wrong[]): Promise<void> {
  await answersWith(page, 422, doIt);
  await showsErrors(page, lang, errors);
}

/** `field` is the id of the control, `name` the name under which its words stand, `file` the file that they name. */
interface Wrong {
  field: string;
  name?: string;
  code: string;
  words?: string;
  file?: string;
}

/** The page says what is wrong. */
export async function showsErrors(page: Page, lang: Lang, errors: Wrong[]): Promise<void> {
  await expect(page).toHaveTitle(ERROR_TITLE[lang]);
  const summary = page.locator('main .errors');
  await expect(summary).toHaveCount(1);
  // Above the question, and where the reader is when the page comes back.
  expect(await summary.evaluate((box) => Boolean(box.compareDocumentPosition(document.querySelector('h1')!) & Node.DOCUMENT_POSITION_FOLLOWING))).toBe(true);
  await expect(summary).toBeFocused();
  const links = summary.locator('ul a');
  await expect(links).toHaveCount(errors.length);
  for (const [n, error] of errors.entries()) {
    const own = error.words ?? errorText(lang, error.name ?? error.field, error.code);
    const words = error.file ? t(lang, 'file-wrong', { name: error.file, words: own }) : own;
    await expect(links.nth(n)).toHaveText(words);
    await expect.soft(links.nth(n)).toHaveAttribute('href', `#${error.field}`);
    await expect(page.locator('main .field.wrong .error').filter({ hasText: words }).first()).toBeVisible();
    // The link leads to something that can be filled in, and that says what is wrong with it when it is reached.
    const control = page.locator(`[id="${error.field}"]`);
    expect.soft(await control.evaluate((element) => element.tagName), `#${error.field} is a field`).toMatch(/^(INPUT|SELECT|TEXTAREA)$/);
    const described = await control.evaluate((element) => {
      const ids = [element, element.closest('fieldset')].map((one) => one?.getAttribute('aria-describedby') ?? '').join(' ').split(/\s+/);
      return ids.map((id) => document.getElementById(id)?.textContent ?? '').join(' ');
    });
    expect.soft(described, `#${error.field} is described by its error`).toContain(words);
    await links.nth(n).click();
    await expect.soft(control).toBeFocused();
  }
}

/** Number and code of a receipt. */
export async function readReceipt(page: Page): Promise<{ number: string; code: string }> {
  await expect(page).toHaveURL(/\/receipt\//);
  const number = (await page.locator('.slip .number').innerText()).trim();
  const code = (await page.locator('.slip .secret').innerText()).trim();
  expect(number).toMatch(/^\d{4} \d{4} \d{4}$/);
  expect(code).toMatch(/^\d{4}( \d{4}){4}$/);
  return { number: number.replaceAll(' ', ''), code };
}

/** Opens a report with its code. */
export async function follow(page: Page, code: string, lang: Lang = 'zh-CN'): Promise<void> {
  await page.goto(at(lang, '/follow'));
  await page.locator('#code').fill(code);
  await mainButton(page).click();
  await expect(page).toHaveURL(/\/follow\/\d{12}$/);
  // The address changes before the page is there: a key pressed in between is heard by nobody.
  await page.waitForLoadState();
}

/** A code whose check digits are right and that opens nothing. */
export const UNKNOWN_CODE = '1234 5678 9012 3456 7888';

export const statusIs = (page: Page, status: string, lang: Lang = 'zh-CN'): Promise<void> =>
  expect(page.locator('main .status h2')).toHaveText(t(lang, `status-${status.replaceAll('_', '-')}`));
