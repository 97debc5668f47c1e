// Every public page in both languages.
import { begin, choose, mainButton, onStep, readReceipt } from '../support/form';
import { document, picture } from '../support/files';
import { alive } from '../support/islands';
import { inspect } from '../support/looks';
import { act, addPerson, addToken, caseNumber, sendReport } from '../support/portal';
import { expect, test } from '../support/test';
import { at, LANGS } from '../support/texts';

// Many pages each; the machine has two cores.
test.describe.configure({ timeout: 180_000 });

for (const lang of LANGS) {
  const colours = lang === 'zh-CN';
  test(`pages around the form (${lang})`, async ({ page }) => {
    for (const path of ['/', '/report', '/report/lead', '/report/complaint', '/follow', '/resume', '/resume/deleted', '/help', '/help/where-is-my-case', '/help/other-channels', '/help/case-money-late', '/privacy', '/accessibility', '/security', '/check', '/check?about=objection', '/check/remedy', '/check/remedy?who=applicant&what=idle&stage=over_six_months', '/verify', '/nothing-here']) {
      await page.goto(at(lang, path));
      await inspect(page, path, { colours });
    }
    await page.goto(at(lang, '/help'));
    await page.locator('#q').fill(lang === 'en' ? 'money' : '我的钱');
    await page.locator('.seek button').click();
    await expect(page.locator('.found li')).not.toHaveCount(0);
    await inspect(page, 'help, found', { colours });
    await page.locator('#q').fill('qqqq');
    await page.locator('.seek button').click();
    await inspect(page, 'help, nothing found', { colours });
    await page.locator('#q').fill(' ');
    await page.locator('.seek button').click();
    await expect(page.locator('.errors')).toBeFocused();
    await inspect(page, 'help, nothing asked', { colours });
  });

  test(`a lead, empty and filled in (${lang})`, async ({ page }) => {
    const draft = await begin(page, 'lead', lang);
    const visit = async (step: string, name = step) => {
      await page.goto(`${draft}/${step}`);
      await inspect(page, name, { colours });
    };
    await visit('kind');
    await visit('case');
    await visit('check', 'check, empty');
    for (const category of lang === 'en' ? ['evasion'] : ['asset', 'whereabouts', 'evasion', 'consumption']) {
      await page.goto(`${draft}/kind`);
      await choose(page, 'category', category);
      await mainButton(page).click();
      await onStep(page, 'case');
      await visit('details', `details of ${category}`);
      const gate = { asset: 'q_asset_type', whereabouts: 'q_seen_again', evasion: 'q_evasion_way' }[category];
      if (!gate) continue;
      await page.locator(`input[name="${gate}"]`).first().check({ force: true });
      await mainButton(page).click();
      await onStep(page, 'more');
      await inspect(page, `more of ${category}`, { colours });
    }
    await page.goto(`${draft}/case`);
    await alive(page, '#case_number');
    await page.locator('#case_number').fill(caseNumber());
    await expect(page.locator('main .note')).toBeVisible();
    await inspect(page, 'case, recognised while typing', { colours });
    await visit('respondent');
    await page.goto(`${draft}/story`);
    await alive(page, '#narrative');
    await alive(page, '#step');
    await page.locator('#narrative').fill('他的车每晚停在楼下。'.repeat(30) + 'a'.repeat(120));
    await expect(page.locator('.saved')).not.toBeEmpty();
    await expect(page.locator('.count')).not.toBeEmpty();
    await inspect(page, 'story, saved while typing', { colours });
    await page.goto(`${draft}/files`);
    await inspect(page, 'files, none', { colours });
    await alive(page, '#upload');
    await page.locator('#file').setInputFiles([picture(`${'很长的文件名'.repeat(8)}.png`), document(`${'averylongname'.repeat(8)}.pdf`)]);
    await expect(page.locator('#file-list li')).toHaveCount(2);
    await page.locator('#file-list input[name=description]').first().fill('一个很长的说明'.repeat(10));
    await expect(page.locator('.describe .saved').first()).not.toBeEmpty();
    await page.locator('#file-list summary').first().click();
    await inspect(page, 'files, two just sent', { colours });
    await page.context().grantPermissions(['microphone']);
    await page.locator('#voice-record').click();
    await inspect(page, 'files, recording', { colours });
    await page.locator('#voice-stop').click();
    await expect(page.locator('#voice-take')).toBeVisible();
    await inspect(page, 'files, recorded', { colours });
    await visit('you');
    await visit('check', 'check, filled in');
    await visit('delete', 'delete?');
    await visit('later');
    await page.locator('form[action$="/later"] button').click();
    await expect(page.locator('.secret')).toBeVisible();
    await inspect(page, 'resume code', { colours });
  });

  test(`a complaint to its receipt and progress (${lang})`, async ({ page }) => {
    const draft = await begin(page, 'complaint', lang);
    await inspect(page, 'kind', { colours });
    await choose(page, 'category', 'wrongful');
    await mainButton(page).click();
    await onStep(page, 'case');
    await alive(page, '#case_number');
    await page.locator('#case_number').fill('（2020）京0105执1234号');
    await expect(page.locator('main .note')).toBeVisible();
    await inspect(page, 'case of another province', { colours });
    await page.goto(`${draft}/details`);
    await inspect(page, 'details of wrongful', { colours });
    await choose(page, 'q_objected', 'yes');
    await mainButton(page).click();
    await onStep(page, 'more');
    await inspect(page, 'more of wrongful', { colours });
    await page.goto(`${draft}/livelihood`);
    await inspect(page, 'livelihood and hardship', { colours });
    await page.goto(`${draft}/you`);
    await page.locator('main details summary').click();
    await inspect(page, 'you, for somebody else', { colours });
    await page.locator('#name').fill('赵六');
    await mainButton(page).click();
    await expect(page).not.toHaveURL(/\/you/);
    await page.goto(`${draft}/story`);
    await page.locator('#narrative').fill('查封了别人的房子。');
    await mainButton(page).click();
    await expect(page).not.toHaveURL(/\/story/);
    await page.goto(`${draft}/check`);
    await inspect(page, 'check', { colours });
    await page.locator('form[action$="/send"] button').click();
    const { code } = await readReceipt(page);
    await inspect(page, 'receipt, outside the province', { colours });
    await page.locator('main a[href$="/follow"]').click();
    await page.locator('#code').fill(code);
    await mainButton(page).click();
    await expect(page).toHaveURL(/\/follow\/\d{12}$/);
    await page.locator('#contact summary').click();
    await inspect(page, 'progress, received', { colours });
    await page.locator('form[action$="/withdraw"] button').click();
    await expect(page.locator('form[action$="/withdraw"]')).toHaveCount(0);
    await inspect(page, 'progress, withdrawn', { colours });
  });

  test(`progress of a lead (${lang})`, async ({ page, visitor }) => {
    const { number, code } = await sendReport({ reporter: { name: '李四', phone: '13800138000' } });
    const token = addToken(addPerson('triage'));
    await page.goto(at(lang, '/follow'));
    await page.locator('#code').fill(code);
    await mainButton(page).click();
    await expect(page).toHaveURL(/\/follow\/\d{12}$/);
    await alive(page, '#upload');
    await page.locator('#file').setInputFiles(picture());
    await expect(page.locator('#file-list li')).toHaveCount(1);
    await act(token, number, 'request_info', { text: `车牌号是多少？${'a'.repeat(200)}` });
    await page.goto(at(lang, `/follow/${number}`));
    await inspect(page, 'progress, a question', { colours });
    await page.locator('#message').fill('鲁A·12345');
    await page.locator('form[action$="/message"] button').click();
    await expect(page.locator('ol.timeline')).toContainText('鲁A·12345');
    await act(token, number, 'accept');
    await act(token, number, 'resolve', { outcome: 'controlled', text: '已查封。' });
    await page.goto(at(lang, `/follow/${number}`));
    await inspect(page, 'progress, resolved', { colours });
    await choose(page, 'result', 'not');
    await page.locator('form[action$="/rating"] button').click();
    await inspect(page, 'progress, reopened', { colours });
    // A receipt in somebody else's browser.
    const draft = await begin(page, 'lead', lang);
    await choose(page, 'category', 'other');
    await mainButton(page).click();
    await onStep(page, 'case');
    await page.goto(`${draft}/story`);
    await page.locator('#narrative').fill('见过他。');
    await mainButton(page).click();
    await expect(page).not.toHaveURL(/\/story/);
    await page.goto(`${draft}/check`);
    await page.locator('form[action$="/send"] button').click();
    await readReceipt(page);
    await inspect(page, 'receipt of a lead', { colours });
    const changing = await page.context().newPage();
    await changing.goto(page.url());
    await changing.locator('form[action$="/change"] button').click();
    await inspect(changing, 'changing a lead', { colours });
    await changing.locator('form[action$="/send"] button').click();
    await inspect(changing, 'a lead changed', { colours });
    await changing.close();
    const stranger = await visitor();
    await stranger.goto(page.url());
    await inspect(stranger, 'receipt, over', { colours });
  });
}
