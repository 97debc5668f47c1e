// The desk without JavaScript: setting up, signing in, finding, and taking a report through its steps.
import { answersWith, refused, showsErrors } from '../support/form';
import { document, picture } from '../support/files';
import { addPerson, caseNumber, PASSWORD, sendReport, setUpLink, signIn } from '../support/portal';
import { expect, test } from '../support/test';
import { errorText, t } from '../support/texts';
import { oneTimePassword } from '../support/totp';

const zh = (key: string, values?: Record<string, string>) => t('zh-CN', key, values);

test('a set-up link makes a password and a one-time password, once', async ({ page, visitor }) => {
  const { path, username } = setUpLink();
  await page.goto(path);
  const secret = await page.locator('code.digits').innerText();
  const press = () => page.locator('form[action*="/staff/setup/"] button').click();
  await refused(page, 'zh-CN', press, [
    { field: 'password', code: 'empty' },
    { field: 'one_time', code: 'empty' },
  ]);
  await page.locator('#password').fill('short');
  await page.locator('#one_time').fill('000000');
  await refused(page, 'zh-CN', press, [
    { field: 'password', code: 'too_short' },
    { field: 'one_time', code: 'wrong' },
  ]);
  await page.locator('#password').fill(PASSWORD);
  await page.locator('#again').fill(`${PASSWORD}!`);
  // The step before this one, so that the present one is left for signing in.
  await page.locator('#one_time').fill(oneTimePassword(secret, -1));
  await refused(page, 'zh-CN', press, [{ field: 'again', code: 'differs' }]);
  // A reload shows the same secret: an app that has scanned it stays right.
  await expect(page.locator('code.digits')).toHaveText(secret);
  await page.locator('#password').fill(PASSWORD);
  await page.locator('#again').fill(PASSWORD);
  await page.locator('#one_time').fill(oneTimePassword(secret, -1));
  await press();
  await expect(page).toHaveURL('/staff/queue');
  await page.locator('form[action="/staff/sign-out"] button').click();
  await expect(page).toHaveURL('/staff/sign-in');
  expect((await page.goto(path))?.status()).toBe(410);

  const fill = async (one: typeof page, password: string, oneTime: string) => {
    await one.goto('/staff/sign-in');
    await one.locator('#username').fill(username);
    await one.locator('#password').fill(password);
    await one.locator('#one_time').fill(oneTime);
    await one.locator('form[action^="/staff/sign-in"] button').click();
  };
  await fill(page, PASSWORD, '');
  await expect(page.locator('.errors')).toBeVisible();
  const present = oneTimePassword(secret);
  await fill(page, PASSWORD, `${present.slice(0, 3)} ${present.slice(3)}`);
  await expect(page).toHaveURL('/staff/queue');
  // The same one-time password does not work twice.
  const thief = await visitor();
  await fill(thief, PASSWORD, present);
  await expect(thief.locator('.errors')).toBeVisible();

  // Another session, seen and ended from here.
  await page.goto('/staff/sessions');
  await expect(page.locator('table tbody tr')).toHaveCount(1);
  await page.locator('table tbody tr button').click();
  await expect(page).toHaveURL(/\/staff\/sign-in/);
});

test('signing in leads to the page that was asked for', async ({ page }) => {
  const person = addPerson('triage');
  const { number } = await sendReport();
  await page.goto(`/staff/reports/${number}`);
  await expect(page).toHaveURL(/\/staff\/sign-in\?next=/);
  const press = () => page.locator('form[action^="/staff/sign-in"] button').click();
  await page.locator('#username').fill(person.username);
  await page.locator('#password').fill('not the password');
  await answersWith(page, 422, () => press());
  await expect(page).toHaveTitle(/^错误：/);
  await expect(page.locator('.errors')).toBeFocused();
  await expect(page.locator('.errors a')).toHaveText(zh('error-sign-in-wrong'));
  await expect(page.locator('#username')).toHaveValue(person.username);
  await expect(page.locator('#password')).toHaveValue('');
  await page.locator('#password').fill(person.password);
  await press();
  await expect(page).toHaveURL(`/staff/reports/${number}`);
  await page.locator('form[action="/staff/sign-out"] button').click();
  // Only then is there a way back to the report, and not to the form that was sent.
  await expect(page).toHaveURL('/staff/sign-in');
  await page.goBack();
  await page.goto(`/staff/reports/${number}`);
  await expect(page).toHaveURL(/\/staff\/sign-in\?next=/);
});

test('the queue: search, filters, sorting, all in the address', async ({ page, context }) => {
  const number = caseNumber('鲁0103');
  const lead = await sendReport({ case_number: number, category: 'whereabouts', title: '他在菜市场', livelihood: 'labor' });
  const other = await sendReport({ case_number: number, category: 'asset' });
  await signIn(context, addPerson('triage', '鲁0103'));
  await page.goto('/staff/queue');
  const rows = page.locator('table.queue tbody tr');
  await expect(page.locator(`tr[data-number="${lead.number}"]`)).toHaveClass(/unread/);
  // Nothing is narrowed yet: the filters are folded, and each field in them.
  await expect(page.locator('.more-filters .groups')).toBeHidden();
  await page.locator('.more-filters > summary').click();
  await page.locator('#q').fill(number);
  for (const box of ['category-whereabouts', 'channel-lead', 'livelihood-labor', 'assignee-none']) {
    await page.locator(`details.group:has(#${box}) > summary`).click();
    await page.locator(`label[for="${box}"]`).click();
  }
  await page.locator('form[role=search] .find button').click();
  await expect(rows).toHaveCount(1);
  await expect(rows.first()).toContainText('他在菜市场');
  await expect(rows.first()).toContainText(zh('livelihood-short-labor'));
  await expect(page.locator('#category-whereabouts')).toBeChecked();
  await expect(page.locator('#q')).toHaveValue(number);
  // A bookmark shows the same.
  await page.goto(page.url());
  await expect(rows).toHaveCount(1);
  const chips = page.locator('a.chip');
  await expect(chips).toHaveCount(5);
  await chips.filter({ hasText: zh('filter-category-whereabouts') }).click();
  await expect(chips).toHaveCount(4);
  await expect(rows).toHaveCount(1);
  await chips.filter({ hasText: zh('livelihood-labor') }).click();
  await expect(rows).toHaveCount(2);
  // The order turns round.
  await expect(rows.first()).toHaveAttribute('data-number', other.number);
  await page.locator('th a').filter({ hasText: zh('column-received') }).click();
  await expect(rows.first()).toHaveAttribute('data-number', lead.number);
  await page.goto('/staff/queue?view=overdue');
  await expect(page.locator('nav a[aria-current=page]').first()).toContainText(zh('view-overdue'));
});

test('a report from the queue to its answer, with a needed field left empty once', async ({ page, context }) => {
  const person = addPerson('triage', '鲁0102', '何分办');
  const { number } = await sendReport({ title: '楼下的车' });
  await signIn(context, person);
  await page.goto(`/staff/queue?q=${number}`);
  await page.locator(`tr[data-number="${number}"] a.open`).click();
  await expect(page.locator('main')).toContainText('楼下的车');
  await expect(page.locator('.unverified')).toBeVisible();
  const status = page.locator('.bar .tag').first();
  const press = (action: string) => page.locator(`form[action$="/${action}"] > button.button`).click();
  await press('claim');
  await expect(status).toHaveText(zh('status-under-review'));
  await press('accept');
  await expect(status).toHaveText(zh('status-accepted'));
  await press('start');
  await expect(status).toHaveText(zh('status-in-progress'));

  await page.locator('details.step:has(form[action$="/resolve"]) > summary').click();
  await page.locator('#resolve-text').fill('车已查封。');
  await answersWith(page, 422, () => press('resolve'));
  await showsErrors(page, 'zh-CN', [{ field: 'resolve-outcome', code: 'empty', words: errorText('zh-CN', 'outcome', 'empty') }]);
  await expect(page.locator('#resolve-text')).toHaveValue('车已查封。');
  // The language link on such a page leads to the report.
  await page.locator('header a[hreflang=en]').click();
  await expect(page).toHaveURL(`/en/staff/reports/${number}`);
  await page.locator('header a[hreflang=zh-CN]').click();

  await page.locator('details.step:has(form[action$="/resolve"]) > summary').click();
  await page.locator('#resolve-text').fill('车已查封。');
  await page.locator('#resolve-outcome').selectOption('controlled');
  await press('resolve');
  await expect(status).toHaveText(zh('status-resolved'));
  await expect(page.locator('ol.timeline')).toContainText('车已查封。');
  await expect(page.locator('ol.timeline')).toContainText('何分办');
});

test('who is slower sees both versions and can go on from there', async ({ page, context, visitor }) => {
  const { number } = await sendReport();
  await signIn(context, addPerson('triage', '鲁0102', '甲某'));
  const quick = await visitor();
  await signIn(quick.context(), addPerson('handler', '鲁0102', '乙某'));
  await page.goto(`/staff/reports/${number}`);
  await quick.goto(`/staff/reports/${number}`);
  await quick.locator('form[action$="/claim"] button').click();
  await expect(quick.locator('.bar .tag').first()).toHaveText(zh('status-under-review'));

  await page.locator('details.step:has(form[action$="/decline"]) > summary').click();
  await page.locator('#decline-text').fill('写了很久的理由');
  await page.locator('#decline-ground').selectOption('trial');
  await answersWith(page, 409, () => page.locator('form[action$="/decline"] > button.button').click());
  await expect(page).toHaveTitle(/^错误：/);
  const note = page.locator('.errors');
  await expect(note).toBeFocused();
  const changed = (field: string) => note.locator(`tr[data-field=${field}]`);
  await expect(changed('status').locator('del')).toHaveText(zh('status-received'));
  await expect(changed('status').locator('ins')).toHaveText(zh('status-under-review'));
  await expect(changed('assignee')).toContainText('乙某');
  await expect(changed('due')).toHaveCount(0);
  // Nothing typed is lost, and now it can be sent on the present version.
  await expect(page.locator('#decline-text')).toBeVisible();
  await expect(page.locator('#decline-text')).toHaveValue('写了很久的理由');
  await note.locator('button').click();
  await expect(page.locator('.bar .tag').first()).toHaveText(zh('status-declined'));
});

test('on a phone a bar takes the acts of one press and leads to the others', async ({ page, context }) => {
  const { number } = await sendReport();
  await signIn(context, addPerson('triage'));
  await page.setViewportSize({ width: 375, height: 800 });
  await page.goto(`/staff/reports/${number}`);
  const bar = page.locator('.act-bar');
  await expect(bar).toBeInViewport();
  await bar.getByRole('link', { name: zh('action-reply'), exact: true }).click();
  await expect(page).toHaveURL(/#step-reply$/);
  await expect(page.locator('#step-reply > summary')).toBeInViewport();
  await bar.getByRole('button', { name: zh('action-claim'), exact: true }).click();
  await expect(page.locator('.bar .tag').first()).toHaveText(zh('status-under-review'));
});

test('on a phone the list begins in sight, and a row that is opened in place is as wide as what is in sight', async ({ page, context }) => {
  await sendReport({ narrative: '车停在西街，每天晚上都在。'.repeat(20) });
  await signIn(context, addPerson('triage'));
  await page.setViewportSize({ width: 375, height: 800 });
  await page.goto('/staff/queue?channel=lead&status=received');
  await expect(page.locator('.more-filters .groups')).toBeHidden();
  await expect(page.locator('table.queue tbody tr').first()).toBeInViewport();
  await page.locator('a.expand').first().click();
  const [told, seen] = await Promise.all(['.told', '#list .scroll'].map((one) => page.locator(one).boundingBox()));
  expect(told!.x).toBeGreaterThanOrEqual(seen!.x);
  expect(told!.x + told!.width).toBeLessThanOrEqual(seen!.x + seen!.width);
});

test('a report goes to another court with a reason, and out of sight', async ({ page, context }) => {
  const { number } = await sendReport();
  await signIn(context, addPerson('triage'));
  await page.goto(`/staff/reports/${number}`);
  await page.locator('details.step:has(form[action$="/transfer"]) > summary').click();
  await page.locator('#transfer-court').selectOption('鲁0104');
  await page.locator('#transfer-reason').fill('财产在那边');
  await page.locator('form[action$="/transfer"] > button.button').click();
  await expect(page).toHaveURL('/staff/queue');
  expect((await page.goto(`/staff/reports/${number}`))?.status()).toBe(404);
});

test('files of a report are shown and downloaded', async ({ page, visitor }) => {
  const { number, code } = await sendReport();
  const citizen = await visitor();
  await citizen.goto('/follow');
  await citizen.locator('#code').fill(code);
  await citizen.locator('main .go button').click();
  await citizen.locator('#file').setInputFiles([picture('车库 照片.png'), document('流水 明细.pdf')]);
  await citizen.locator('#upload button').click();
  await expect(citizen.locator('#file-list li')).toHaveCount(2);

  await signIn(page.context(), addPerson('triage'));
  await page.goto(`/staff/reports/${number}`);
  const download = page.waitForEvent('download');
  await page.locator('ul.files li').filter({ hasText: '流水 明细.pdf' }).locator('a[download]').click();
  expect((await download).suggestedFilename()).toBe('流水 明细.pdf');
  // The copy of the picture is drawn by the worker.
  await expect
    .poll(async () => {
      await page.reload();
      return page.locator('ul.files img').evaluateAll((all) => all.map((image) => (image as HTMLImageElement).naturalWidth));
    })
    .toEqual([64]);
});
