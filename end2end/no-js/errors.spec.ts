// Every page says what is wrong: in the title, in a summary that is focused, beside the field; and keeps what was typed.
import { program, nothing } from '../support/files';
import { answersWith, begin, choose, goOn, mainButton, onStep, refused, UNKNOWN_CODE } from '../support/form';
import { sendReport } from '../support/portal';
import { expect, test } from '../support/test';
import { at, ERROR_TITLE, errorText, LANGS, t } from '../support/texts';

// Every page is sent wrong several times; the machine may be busy.
test.describe.configure({ timeout: 120_000 });

for (const lang of LANGS) {
  test(`each page of the form says what is wrong (${lang})`, async ({ page }) => {
    const draft = await begin(page, 'lead', lang);
    const press = () => mainButton(page).click();

    await refused(page, lang, press, [{ field: 'category', code: 'empty' }]);
    await choose(page, 'category', 'asset');
    await goOn(page, 'case');

    const long = '（2019）鲁0102执1234号'.repeat(6);
    await page.locator('#case_number').fill(long);
    await page.locator('#court').selectOption('鲁0103');
    await refused(page, lang, press, [{ field: 'case_number', code: 'too_long' }]);
    await expect(page.locator('#case_number')).toHaveValue(long);
    await expect(page.locator('#court')).toHaveValue('鲁0103');
    // What cannot be recognised never blocks: it is kept as typed.
    await page.locator('#case_number').fill('历下法院那个案子');
    await press();
    await expect(page.locator('main .note.amber')).toBeVisible();
    await expect(page.locator('#case_number')).toHaveValue('历下法院那个案子');
    await goOn(page, 'respondent');

    await page.locator('#respondent_name').fill('长'.repeat(101));
    await page.locator('#respondent_id').fill('370102199003071239');
    await choose(page, 'respondent_kind', 'organisation');
    await refused(page, lang, press, [
      { field: 'respondent_name', code: 'too_long' },
      { field: 'respondent_id', code: 'checksum' },
    ]);
    await expect(page.locator('#respondent_name')).toHaveValue('长'.repeat(101));
    await expect(page.locator('#respondent_id')).toHaveValue('370102199003071239');
    await expect(page.locator('input[name=respondent_kind][value=organisation]')).toBeChecked();
    await page.locator('#respondent_name').fill('某公司');
    await page.locator('#respondent_id').fill('');
    await goOn(page, 'story');

    await page.locator('#year').fill('2999');
    await page.locator('#month').fill('1');
    await page.locator('#day').fill('1');
    await refused(page, lang, press, [
      { field: 'narrative', code: 'empty' },
      { field: 'year', name: 'occurred_on', code: 'future' },
    ]);
    await expect(page.locator('#year')).toHaveValue('2999');
    await page.locator('#narrative').fill('</textarea><script>document.title = "x"</script>&lt;');
    for (const [year, month, day, code] of [
      ['2020', '2', '30', 'not_a_date'],
      ['2020', '', '', 'incomplete'],
      ['1900', '1', '1', 'too_early'],
    ] as const) {
      await page.locator('#year').fill(year);
      await page.locator('#month').fill(month);
      await page.locator('#day').fill(day);
      await refused(page, lang, press, [{ field: 'year', name: 'occurred_on', code }]);
      await expect(page.locator('#narrative')).toHaveValue('</textarea><script>document.title = "x"</script>&lt;');
      await expect(page.locator('#day')).toHaveValue(day);
    }
    await page.locator('#year').fill('');
    await page.locator('#month').fill('');
    await page.locator('#day').fill('');
    await page.locator('#narrative').fill('字'.repeat(20_001));
    await refused(page, lang, press, [{ field: 'narrative', code: 'too_long' }]);
    await expect(page.locator('#narrative')).toHaveValue('字'.repeat(20_001));
    await page.locator('#narrative').fill('他的车停在楼下。');
    await goOn(page, 'details');

    await choose(page, 'q_asset_type', 'moved');
    await goOn(page, 'more');
    await page.locator('#q_held_what').fill('楼'.repeat(201));
    await page.locator('#q_moved_when_year').fill('2026');
    await refused(page, lang, press, [
      { field: 'q_held_what', code: 'too_long', words: t(lang, 'error-answer-too-long', { limit: '200' }) },
      { field: 'q_moved_when_year', code: 'incomplete', words: t(lang, 'error-answer-incomplete') },
    ]);
    await expect(page.locator('#q_held_what')).toHaveValue('楼'.repeat(201));
    await page.locator('#q_held_what').fill('楼下的车');
    await page.locator('#q_moved_when_year').fill('');
    await page.locator('#q_moved_when').fill('去年春天');
    await goOn(page, 'files');

    const add = () => page.locator('#upload button').click();
    await refused(page, lang, add, [{ field: 'file', code: 'none' }]);
    await page.locator('#file').setInputFiles(program());
    await refused(page, lang, add, [{ field: 'file', code: 'type', file: '照片.jpg' }]);
    await page.locator('#file').setInputFiles(nothing());
    await refused(page, lang, add, [{ field: 'file', code: 'empty', file: '空.pdf' }]);
    await expect(page.locator('#file-list li')).toHaveCount(0);
    await goOn(page, 'you');

    await choose(page, 'anonymous', 'no');
    await refused(page, lang, press, [{ field: 'name', code: 'empty' }]);
    await expect(page.locator('input[name=anonymous][value=no]')).toBeChecked();
    await page.locator('#phone').fill('12345');
    await page.locator('#email').fill('zhao＠');
    await page.locator('#role').selectOption('lawyer');
    await page.locator('label[for=claims_reward]').click();
    await refused(page, lang, press, [
      { field: 'phone', code: 'wrong_form' },
      { field: 'email', code: 'wrong_form' },
    ]);
    await expect(page.locator('#phone')).toHaveValue('12345');
    await expect(page.locator('#email')).toHaveValue('zhao＠');
    await expect(page.locator('#role')).toHaveValue('lawyer');
    await expect(page.locator('#claims_reward')).toBeChecked();
    await page.locator('#phone').fill('＋86 138-0013-8000');
    await page.locator('#email').fill('');
    await goOn(page, 'check');
    await page.goto(`${draft}/kind`);
    await onStep(page, 'kind');
  });

  test(`what is missing at the end leads to its section (${lang})`, async ({ page }) => {
    const draft = await begin(page, 'complaint', lang);
    await page.goto(`${draft}/check`);
    await answersWith(page, 422, () => page.locator('form[action$="/send"] button').click());
    await expect(page).toHaveTitle(ERROR_TITLE[lang]);
    const links = page.locator('.errors ul a');
    await expect(links).toHaveText([errorText(lang, 'category', 'empty'), errorText(lang, 'narrative', 'empty')]);
    await expect(page.locator('.errors')).toBeFocused();
    // Each line leads to the section, and its link to the question.
    const target = await links.first().getAttribute('href');
    await page.locator(`section[id="${target!.slice(1)}"] a`).click();
    await onStep(page, 'kind');
    await choose(page, 'category', 'other');
    await mainButton(page).click();
    await expect(page).not.toHaveURL(/\/kind/);
    // Nothing was sent.
    await page.goto(`${draft}/story`);
    await onStep(page, 'story');
  });

  test(`the way in and the progress page say what is wrong (${lang})`, async ({ page }) => {
    const { number, code } = await sendReport();
    await page.goto(at(lang, '/follow'));
    const press = () => mainButton(page).click();
    await refused(page, lang, press, [{ field: 'code', code: 'empty' }]);
    await page.locator('#code').fill('1234 5678');
    await refused(page, lang, press, [{ field: 'code', code: 'wrong_form' }]);
    await expect(page.locator('#code')).toHaveValue('1234 5678');
    await page.locator('#code').fill(UNKNOWN_CODE);
    await refused(page, lang, press, [{ field: 'code', code: 'unknown' }]);
    await page.locator('#code').fill(code);
    await press();
    await expect(page).toHaveURL(at(lang, `/follow/${number}`));

    const send = () => page.locator('form[action$="/message"] button').click();
    await refused(page, lang, send, [{ field: 'message', code: 'empty' }]);
    await page.locator('#message').fill('长'.repeat(5_001));
    await refused(page, lang, send, [{ field: 'message', code: 'too_long' }]);
    await expect(page.locator('#message')).toHaveValue('长'.repeat(5_001));

    await page.locator('#contact summary').click();
    const save = () => page.locator('form[action$="/contact"] button').click();
    await page.locator('#email').fill('zhao');
    await refused(page, lang, save, [{ field: 'email', code: 'wrong_form' }]);
    await expect(page.locator('#email')).toHaveValue('zhao');
    await page.locator('#email').fill('');
    await refused(page, lang, save, [{ field: 'name', code: 'empty' }]);

    await page.locator('#file').setInputFiles(program());
    await refused(page, lang, () => page.locator('#upload button').click(), [{ field: 'file', code: 'type', file: '照片.jpg' }]);

    // The language link and elder mode on such a page lead to the page itself, not to an address that only takes forms.
    await page.locator('header a[hreflang]').click();
    await expect(page).toHaveURL(at(lang === 'en' ? 'zh-CN' : 'en', `/follow/${number}`));
    await expect(page.locator('main .status h2')).toHaveText(t(lang === 'en' ? 'zh-CN' : 'en', 'status-received'));
  });
}
