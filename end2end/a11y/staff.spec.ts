// The pages of the desk in both languages, full of reports.
import { alive } from '../support/islands';
import { inspect } from '../support/looks';
import { document, picture } from '../support/files';
import { act, addPerson, addToken, nuandong, sendReport, setUpLink, signIn } from '../support/portal';
import { expect, test } from '../support/test';
import { at, LANGS } from '../support/texts';

test.describe.configure({ timeout: 180_000 });

for (const lang of LANGS) {
  const colours = lang === 'zh-CN';
  test(`signing in and setting up (${lang})`, async ({ page, context }) => {
    await page.goto(at(lang, '/staff/sign-in'));
    await inspect(page, 'sign-in', { colours });
    await page.goto(at(lang, setUpLink().path));
    await inspect(page, 'set-up', { colours });
    await page.goto(at(lang, '/staff/setup/long-gone'));
    await inspect(page, 'set-up, gone', { colours });
    const person = addPerson('handler');
    await signIn(context, person);
    await page.goto(at(lang, '/staff/sessions'));
    await inspect(page, 'sessions', { desk: true, colours });
    await page.goto(at(lang, '/staff/keys'));
    await inspect(page, 'keys', { desk: true, colours });
    await page.goto(at(lang, '/staff/reports/000000000000'));
    await inspect(page, 'no such report', { desk: true, colours });
  });

  test(`the queue (${lang})`, async ({ page, context }) => {
    nuandong(['seed', '--reports', '120', '--seed', lang === 'en' ? '2' : '1']);
    await signIn(context, addPerson('supervisor', '鲁', '孙督导'));
    await page.goto(at(lang, '/staff/queue'));
    await expect(page.locator('table.queue tbody tr')).toHaveCount(50);
    await inspect(page, 'queue', { desk: true, colours });
    await page.locator('.more-filters > summary').click();
    for (const fold of await page.locator('.filters .group > summary, .choose-columns > summary').all()) await fold.click();
    await inspect(page, 'queue, filters unfolded', { desk: true, colours });
    await page.goto(at(lang, '/staff/queue?view=livelihood&channel=lead&due=overdue&sort=due'));
    await inspect(page, 'queue, narrowed', { desk: true, colours });
    await page.goto(at(lang, '/staff/queue?q=nothing-like-this'));
    await inspect(page, 'queue, empty', { desk: true, colours });
    // Reports as they come.
    await page.goto(at(lang, '/staff/queue?channel=complaint'));
    await page.locator('table.queue a.open').first().click();
    await expect(page).toHaveURL(/\/staff\/reports\/\d{12}\?/);
    await inspect(page, 'a complaint', { desk: true, colours });
    await page.goto(at(lang, '/staff/queue?channel=lead&status=resolved'));
    await page.locator('table.queue a.open').first().click();
    await expect(page).toHaveURL(/\/staff\/reports\/\d{12}\?/);
    await inspect(page, 'a resolved lead', { desk: true, colours });
  });

  test(`a report, its steps, errors and conflicts (${lang})`, async ({ page, context, visitor }) => {
    const { number, code } = await sendReport({
      title: '很长的标题'.repeat(19),
      narrative: `${'他的车每晚停在楼下。'.repeat(20)}\n${'averylongwordwithoutbreak'.repeat(10)}`,
      respondent: { name: '某某有限责任公司', kind: 'organisation', id_number: '91370102MA3C123456' },
      details: { asset_type: 'vehicle', asset_where: '地下车库' },
      livelihood: 'labor',
    });
    const citizen = await visitor();
    await citizen.goto('/follow');
    await citizen.locator('#code').fill(code);
    await citizen.locator('main .go button').click();
    await alive(citizen, '#upload');
    await citizen.locator('#file').setInputFiles([picture(), document('流水.pdf')]);
    await expect(citizen.locator('#file-list li')).toHaveCount(2);

    const person = addPerson('triage');
    await signIn(context, person);
    const address = at(lang, `/staff/reports/${number}`);
    await page.goto(address);
    await expect
      .poll(async () => {
        await page.reload();
        return page.locator('ul.files img').count();
      })
      .toBe(1);
    for (const one of await page.locator('details.step > summary').all()) await one.click();
    await inspect(page, 'a lead with files, all steps unfolded', { desk: true, colours });

    await page.goto(address);
    await page.locator('details.step:has(form[action$="/transfer"]) > summary').click();
    await page.locator('form[action$="/transfer"] > button.button').click();
    await expect(page.locator('.errors')).toBeVisible();
    await inspect(page, 'a step, wrong', { desk: true, colours });

    await page.goto(address);
    await page.locator('details.step:has(form[action$="/note"]) > summary').click();
    await page.locator('#note-note').fill('写了很久');
    const token = addToken(person);
    await act(token, number, 'claim');
    await page.locator('form[action$="/note"] > button.button').click();
    await expect(page.locator('.errors table.changes')).toBeVisible();
    await inspect(page, 'a conflict', { desk: true, colours });

    await act(token, number, 'reply', { text: `谢谢。${'averylongword'.repeat(15)}` });
    await act(token, number, 'accept');
    await page.goto(address);
    await inspect(page, 'a lead with a timeline', { desk: true, colours });
  });
}
