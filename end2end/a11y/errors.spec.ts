// Every error state in both languages.
import { begin, choose, mainButton, onStep, UNKNOWN_CODE } from '../support/form';
import { program } from '../support/files';
import { alive } from '../support/islands';
import { inspect } from '../support/looks';
import { act, addPerson, addToken, sendReport, setUpLink } from '../support/portal';
import { expect, test } from '../support/test';
import { at, LANGS } from '../support/texts';

test.describe.configure({ timeout: 180_000 });

for (const lang of LANGS) {
  const colours = lang === 'zh-CN';
  test(`errors of the form (${lang})`, async ({ page, tolerated }) => {
    tolerated.push(/^422 for POST .*\/uploads/);
    const draft = await begin(page, 'lead', lang);
    const wrong = async (name: string, button: { click: () => Promise<void> } = mainButton(page)) => {
      await button.click();
      await expect(page.locator('.errors')).toBeVisible();
      await inspect(page, `${name}, wrong`, { colours });
    };
    await wrong('kind');
    await choose(page, 'category', 'asset');
    await mainButton(page).click();
    await onStep(page, 'case');
    await page.locator('#case_number').fill('（2019）鲁0102执1234号'.repeat(6));
    await wrong('case');
    await page.goto(`${draft}/respondent`);
    await page.locator('#respondent_name').fill('长'.repeat(101));
    await page.locator('#respondent_id').fill('370102199003071239');
    await wrong('respondent');
    await page.goto(`${draft}/story`);
    await page.locator('#year').fill('2999');
    await page.locator('#month').fill('1');
    await page.locator('#day').fill('1');
    await wrong('story');
    await page.goto(`${draft}/details`);
    await choose(page, 'q_asset_type', 'moved');
    await mainButton(page).click();
    await onStep(page, 'more');
    await page.locator('#q_held_what').fill('楼'.repeat(201));
    await page.locator('#q_moved_when_month').fill('13');
    await wrong('more');
    await page.goto(`${draft}/files`);
    // Sent by the form itself, as without the island.
    const byItself = { click: () => page.evaluate(() => HTMLFormElement.prototype.submit.call(window.document.querySelector('#upload'))) };
    await wrong('files, none chosen', byItself);
    await page.evaluate(() => window.document.addEventListener('change', (event) => event.stopImmediatePropagation(), { capture: true }));
    await page.locator('#file').setInputFiles(program());
    await wrong('files, of a kind that is not taken', byItself);
    await alive(page, '#upload');
    await page.locator('#file').setInputFiles(program());
    await expect(page.locator('.sending .state.wrong')).not.toBeEmpty();
    await inspect(page, 'files, refused by the island', { colours });
    await page.goto(`${draft}/you`);
    await choose(page, 'anonymous', 'no');
    await wrong('you, no name');
    await page.locator('#phone').fill('12345');
    await page.locator('#email').fill('zhao');
    await wrong('you');
    const empty = await begin(page, 'complaint', lang);
    await page.goto(`${empty}/check`);
    await wrong('check', page.locator('form[action$="/send"] button'));
  });

  test(`errors around the form (${lang})`, async ({ page }) => {
    const wrong = async (name: string, button: { click: () => Promise<void> } = mainButton(page)) => {
      await button.click();
      await expect(page.locator('.errors')).toBeVisible();
      await inspect(page, `${name}, wrong`, { colours });
    };
    await page.goto(at(lang, '/follow'));
    await wrong('follow, empty');
    await page.locator('#code').fill(UNKNOWN_CODE);
    await wrong('follow, unknown code');
    const { number, code } = await sendReport();
    await page.locator('#code').fill(code);
    await mainButton(page).click();
    await expect(page).toHaveURL(/\/follow\/\d{12}$/);
    await page.locator('#contact summary').click();
    await page.locator('#phone').fill('1');
    await wrong('contact', page.locator('form[action$="/contact"] button'));
    await page.goto(at(lang, `/follow/${number}`));
    await wrong('message', page.locator('form[action$="/message"] button'));
    await page.goto(at(lang, `/follow/${number}`));
    await act(addToken(addPerson('triage')), number, 'decline', { text: '这不是线索。' });
    await wrong('withdraw', page.locator('form[action$="/withdraw"] button'));
    await wrong('rating', page.locator('form[action$="/rating"] button'));

    await page.goto(at(lang, '/staff/sign-in'));
    await page.locator('#username').fill('nobody');
    await page.locator('#password').fill('wrong');
    await wrong('sign-in');
    await page.goto(at(lang, setUpLink().path));
    await page.locator('#password').fill('short');
    await wrong('set-up');
  });
}
