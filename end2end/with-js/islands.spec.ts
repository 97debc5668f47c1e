// The islands: each makes a page nicer, none makes it say something else.
import { begin, choose, goOn, mainButton, refused } from '../support/form';
import { alive } from '../support/islands';
import { caseNumber, sendReport } from '../support/portal';
import { expect, test } from '../support/test';
import { at, LANGS, t } from '../support/texts';

/** A time as the saver tells it. */
const savedWords = (lang: 'zh-CN' | 'en' = 'zh-CN') => new RegExp(`^${t(lang, 'saved-at').replace('{at}', '\\d\\d:\\d\\d')}$`);

test('the court follows the number that named it, and one that was chosen stays', async ({ page }) => {
  const draft = await begin(page, 'complaint');
  await page.goto(`${draft}/case`);
  const [number, court] = [page.locator('#case_number'), page.locator('#court')];
  await alive(page, '#case_number');
  for (const [typed, code] of [
    ['（2019）鲁0102执1234号', '鲁0102'],
    ['（2021）鲁1728执77号', '鲁1728'],
    ['（2021）京0105执77号', ''],
    ['（2019）鲁0102执1234号', '鲁0102'],
    ['', ''],
    ['（2019）鲁0102执1234号', '鲁0102'],
  ]) {
    await number.fill(typed);
    await expect(court, typed).toHaveValue(code);
  }
  await goOn(page, 'respondent');
  // On the way back the server has read the number; what it said goes with it.
  await page.goto(`${draft}/case`);
  await alive(page, '#case_number');
  await expect(page.locator('#read-back')).toContainText('济南市历下区人民法院');
  await number.fill('（2021）京0105执77号');
  await expect(page.locator('main .note')).toHaveCount(1);
  await expect(court).toHaveValue('');
  await court.selectOption('鲁02');
  await number.fill('（2021）鲁1728执77号');
  await expect(page.locator('main .note')).toContainText('东明县人民法院');
  await expect(court).toHaveValue('鲁02');
});

for (const lang of LANGS) {
  test(`a case number is recognised while it is typed (${lang})`, async ({ page }) => {
    const draft = await begin(page, 'lead', lang);
    await page.goto(`${draft}/case`);
    const number = caseNumber();
    await alive(page, '#case_number');
    await page.locator('#case_number').pressSequentially(number.replace('（', '(').replace('）', ')'));
    const hint = page.locator('[aria-live=polite].note');
    await expect(hint).toContainText(lang === 'en' ? 'Lixia' : '济南市历下区人民法院');
    await expect(hint).toHaveClass(/green/);
    // Another number, another court; an old answer does not come back over it.
    await page.locator('#case_number').fill('（2021）鲁1728执77号');
    await expect(hint).toContainText(lang === 'en' ? 'Dongming' : '东明县人民法院');
    // Of another province: accepted, and said.
    await page.locator('#case_number').fill('（2021）京0105执77号');
    await expect(hint).toContainText(/北京|Beijing/);
    // Not one at all.
    await page.locator('#case_number').fill('不记得了');
    await expect(hint).toHaveClass(/amber/);
    await page.locator('#case_number').fill('');
    await expect(page.locator('main .note')).toHaveCount(0);
    // It was read while it was typed: Continue goes on at once.
    await page.locator('#case_number').fill(number);
    await expect(hint).toContainText(number);
    await goOn(page, 'respondent');
    await page.goto(`${draft}/check`);
    await expect(page.locator('#row-case')).toContainText(lang === 'en' ? 'Lixia' : '济南市历下区人民法院');
  });

  test(`what is typed is saved without Continue (${lang})`, async ({ page, context }) => {
    const draft = await begin(page, 'lead', lang);
    await page.goto(`${draft}/story`);
    await alive(page, '#step');
    await page.locator('#narrative').pressSequentially('他在城东有一间仓库');
    await page.locator('#year').fill('2021');
    await expect(page.locator('.saved')).toHaveText(savedWords(lang));
    const second = await context.newPage();
    await second.goto(`${draft}/story`);
    await expect(second.locator('#narrative')).toHaveValue('他在城东有一间仓库');
    await expect(second.locator('#year')).toHaveValue('2021');
  });
}

test('choices are saved as well', async ({ page, context }) => {
  const draft = await begin(page, 'complaint');
  await alive(page, '#step');
  await choose(page, 'category', 'delay');
  await expect(page.locator('.saved')).toHaveText(savedWords());
  const second = await context.newPage();
  await second.goto(`${draft}/you`);
  await alive(second, '#step');
  await second.locator('#role').selectOption('family');
  await expect(second.locator('.saved')).toHaveText(savedWords());
  await page.goto(`${draft}/check`);
  await expect(page.locator('#row-kind')).toContainText(t('zh-CN', 'category-complaint-delay'));
});

test('the characters that are left are counted after a pause, and typing is never stopped', async ({ page }) => {
  const draft = await begin(page, 'lead');
  await page.goto(`${draft}/story`);
  await alive(page, '#narrative');
  await page.locator('#narrative').pressSequentially('十个字十个字十个字的');
  await expect(page.locator('.count')).toHaveText(t('zh-CN', 'characters-left').replace('{n}', '19990'));
  await page.locator('#narrative').fill('𠮷'.repeat(20_003));
  await expect(page.locator('.count')).toHaveText(t('zh-CN', 'characters-over').replace('{n}', '3'));
  await expect(page.locator('#narrative')).toHaveValue('𠮷'.repeat(20_003));
});

for (const lang of LANGS) {
  test(`the QR code's address fills in the code and hides it (${lang})`, async ({ page }) => {
    const { number, code } = await sendReport();
    const digits = code.replaceAll(' ', '');
    await page.goto(at(lang, '/help'));
    await page.goto(`${at(lang, '/follow')}#${digits}`);
    await expect.poll(async () => (await page.locator('#code').inputValue()).replaceAll(' ', '')).toBe(digits);
    await expect.poll(() => page.url()).not.toContain(digits);
    // Nor does it stay behind in the history.
    await page.goBack();
    expect(page.url()).not.toContain(digits);
    await expect(page).toHaveURL(at(lang, '/help'));
    await page.goForward();
    await page.locator('#code').fill(digits);
    await mainButton(page).click();
    await expect(page).toHaveURL(at(lang, `/follow/${number}`));
  });
}

test('what is no code in the address is left alone', async ({ page }) => {
  await page.goto('/follow#main');
  await expect(page.locator('leptos-island')).toBeAttached();
  await page.waitForLoadState('networkidle');
  await expect(page.locator('#code')).toHaveValue('');
  expect(page.url()).toContain('#main');
});

test('the islands of a page that came back with an error are alive', async ({ page }) => {
  const draft = await begin(page, 'lead');
  await page.goto(`${draft}/case`);
  await page.locator('#case_number').fill('（2019）鲁0102执1234号'.repeat(6));
  await refused(page, 'zh-CN', () => mainButton(page).click(), [{ field: 'case_number', code: 'too_long' }]);
  await alive(page, '#case_number');
  await page.locator('#case_number').fill('');
  await page.locator('#case_number').pressSequentially('（2019）鲁0102执1234号');
  await expect(page.locator('main .note.green').filter({ hasText: '济南市历下区人民法院' })).toBeVisible();
  await expect(page.locator('.saved')).toHaveText(savedWords());
  await goOn(page, 'respondent');

  await page.goto(`${draft}/story`);
  await refused(page, 'zh-CN', () => mainButton(page).click(), [{ field: 'narrative', code: 'empty' }]);
  await alive(page, '#narrative');
  await page.locator('#narrative').pressSequentially('现在写了');
  await expect(page.locator('.count')).toHaveText(t('zh-CN', 'characters-left').replace('{n}', '19996'));
  await expect(page.locator('.saved')).toHaveText(savedWords());
});

test('what was typed before the islands came is recognised and saved', async ({ page, context }) => {
  const draft = await begin(page, 'lead');
  // The browser part takes its time, as on a telephone in a lift.
  let arrive = () => {};
  const arrived = new Promise<void>((resolve) => (arrive = resolve));
  await page.route('**/pkg/*.wasm', async (route) => {
    await arrived;
    await route.continue();
  });
  await page.goto(`${draft}/case`);
  await page.locator('#case_number').fill('（2019）鲁0102执1234号');
  arrive();
  await alive(page, '#case_number');
  await expect.soft(page.locator('main .note.green')).toContainText('济南市历下区人民法院');
  await expect.soft(page.locator('.saved')).toHaveText(savedWords());
  const second = await context.newPage();
  await second.goto(`${draft}/case`);
  await expect.soft(second.locator('#case_number')).toHaveValue('（2019）鲁0102执1234号');
});

test('pages without islands carry no script, pages with islands only their own', async ({ page }) => {
  const scripts: string[] = [];
  page.on('request', (request) => {
    if (['script', 'fetch', 'xhr'].includes(request.resourceType())) scripts.push(new URL(request.url()).pathname);
  });
  for (const path of ['/', '/report', '/report/lead', '/help', '/privacy', '/accessibility', '/staff/sign-in']) {
    const answer = await page.goto(path);
    expect(answer?.headers()['content-security-policy']).not.toContain('wasm-unsafe-eval');
    await expect(page.locator('link[rel=modulepreload]')).toHaveCount(0);
  }
  // One small script stands on every public page: leaving quickly.
  expect(scripts.filter((path) => !/leave/.test(path))).toEqual([]);
  const answer = await page.goto('/follow');
  expect(answer?.headers()['content-security-policy']).toContain("'strict-dynamic'");
  expect(answer?.headers()['content-security-policy']).not.toContain('unsafe-inline');
  await expect.poll(() => scripts.filter((path) => path.startsWith('/pkg/')).length).toBeGreaterThan(0);
});
