// A lead without JavaScript: from the first page to the court's answer, in both languages.
import { choose, goOn, mainButton, onStep, readReceipt, statusIs } from '../support/form';
import { document, picture } from '../support/files';
import { act, addPerson, addToken, caseNumber, list } from '../support/portal';
import { expect, test } from '../support/test';
import { at, LANGS, t } from '../support/texts';

for (const lang of LANGS) {
  test(`a lead, from the first page to the answer (${lang})`, async ({ page }) => {
    const number = caseNumber();
    await page.goto('/');
    await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
    if (lang === 'en') {
      await page.locator('header a[hreflang=en]').click();
      await expect(page).toHaveURL('/en');
    }
    await expect(page.locator('html')).toHaveAttribute('lang', lang);
    await page.locator('main').getByRole('link', { name: t(lang, 'home-lead-button') }).click();
    await expect(page).toHaveURL(at(lang, '/report/lead'));
    // What to have ready and how long it takes comes before the first question.
    await expect(page.locator('main')).toContainText(t(lang, 'start-lead-time'));
    await page.getByRole('button', { name: t(lang, 'start-button') }).click();

    await onStep(page, 'kind');
    await expect(page.locator('.progress')).not.toBeEmpty();
    await choose(page, 'category', 'asset');
    await goOn(page, 'case');

    // As somebody types it: half-width brackets, spaces, full-width digits. It is read back before going on.
    const typed = number.replace('（', '( ').replace('）', ' )').replace(/执(\d)/, (_, digit: string) => `执 ${String.fromCharCode(0xff10 + Number(digit))}`);
    await page.locator('#case_number').fill(typed);
    await mainButton(page).click();
    const note = page.locator('main .note');
    await expect(note).toContainText(number);
    await expect(note).toContainText(lang === 'en' ? 'Lixia' : '济南市历下区人民法院');
    await onStep(page, 'case');
    await page.locator('#livelihood').selectOption('labor');
    await goOn(page, 'respondent');

    await choose(page, 'respondent_kind', 'person');
    await page.locator('#respondent_name').fill('王某某');
    await page.locator('#respondent_id').fill('E1234 5678');
    await goOn(page, 'story');

    const narrative = '他的车每晚停在地下车库。\n第二行：黑色，</textarea><b>车牌</b> & “被布盖着”。';
    await page.locator('#narrative').fill(narrative);
    await choose(page, 'q_freshness', 'week');
    await page.locator('#year').fill('２０２０');
    await page.locator('#month').fill('3');
    await page.locator('#day').fill('5');
    await goOn(page, 'details');

    await choose(page, 'q_asset_type', 'vehicle');
    await goOn(page, 'more');
    await page.locator('#q_plate').fill('鲁a·１２３４５');
    await page.locator('#q_parked_where').fill('泉城路 1 号地下车库');
    await goOn(page, 'files');

    await page.locator('#description').fill('昨晚拍的');
    await page.locator('#file').setInputFiles(picture());
    await page.locator('#upload button').click();
    await expect(page.locator('#file-list li')).toHaveCount(1);
    await expect(page.locator('#file-list')).toContainText('车库 照片.png');
    await expect(page.locator('#file-list input[name=description]')).toHaveValue('昨晚拍的');
    await goOn(page, 'you');

    // A lead is anonymous unless said otherwise.
    await expect(page.locator('input[name=anonymous][value=yes]')).toBeChecked();
    await goOn(page, 'check');

    await expect(page.locator('#row-kind')).toContainText(t(lang, 'category-lead-asset'));
    await expect(page.locator('#row-case')).toContainText(number);
    await expect(page.locator('#row-case')).toContainText(lang === 'en' ? 'Lixia' : '济南市历下区人民法院');
    await expect(page.locator('#row-respondent')).toContainText('王某某');
    await expect(page.locator('#row-story')).toContainText('</textarea><b>车牌</b> & “被布盖着”。');
    await expect(page.locator('#row-details')).toContainText(t(lang, 'opt-asset-type-vehicle'));
    await expect(page.locator('#row-more')).toContainText('鲁A12345');
    await expect(page.locator('#row-more')).toContainText(t(lang, 'not-filled'));
    await expect(page.locator('#row-case')).toContainText(t(lang, 'livelihood-labor'));
    await expect(page.locator('#row-files')).toContainText('车库 照片.png');
    await expect(page.locator('#row-you')).toContainText(t(lang, 'anonymous-yes'));
    await expect(page.locator('main')).toContainText(t(lang, 'check-not-sent'));
    await page.getByRole('button', { name: t(lang, 'send-lead') }).click();

    const receipt = await readReceipt(page);
    await expect(page.locator('main .slip svg.qr')).toBeVisible();
    await expect(page.locator('main ol li')).not.toHaveCount(0);
    // It can be reloaded, and Back does not send again.
    const address = page.url();
    await page.reload();
    expect(await readReceipt(page)).toEqual(receipt);
    await page.goBack();
    await expect(page).toHaveURL(address);
    expect(await readReceipt(page)).toEqual(receipt);

    await page.locator('main').getByRole('link', { name: t(lang, 'follow-title') }).click();
    await expect(page).toHaveURL(at(lang, '/follow'));
    await page.locator('#code').fill(`${receipt.code.replaceAll(' ', '-')} `);
    await mainButton(page).click();
    await expect(page).toHaveURL(at(lang, `/follow/${receipt.number}`));
    await statusIs(page, 'received', lang);
    await expect(page.locator('#file-list')).toContainText('车库 照片.png');

    await page.locator('#message').fill('补充：今早车还在。\n第二行');
    await page.locator('form[action$="/message"] button').click();
    await expect(page.locator('ol.timeline')).toContainText('补充：今早车还在。');
    await page.locator('#file').setInputFiles(document());
    await page.locator('#upload button').click();
    await expect(page.locator('#file-list')).toContainText('执行裁定书.pdf');
    await page.locator('#contact summary').click();
    await page.locator('#phone').fill('138 0013 8000');
    await page.locator('form[action$="/contact"] button').click();
    await expect(page.locator('ol.timeline')).toContainText(t(lang, 'entry-contact'));

    // The court acts; its reader sees it in plain words.
    const token = addToken(addPerson('triage'));
    expect(await list(token, { q: number })).toHaveLength(1);
    for (const [action, input] of [
      ['claim', {}],
      ['accept', {}],
      ['start', {}],
      ['resolve', { outcome: 'controlled', text: '车已查封，谢谢您。' }],
    ] as const) {
      await act(token, receipt.number, action, input);
    }
    await page.reload();
    await statusIs(page, 'resolved', lang);
    await expect(page.locator('ol.timeline')).toContainText('车已查封，谢谢您。');
    await expect(page.locator('ol.timeline')).toContainText(t(lang, 'outcome-controlled'));
  });
}
