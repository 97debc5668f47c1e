// Evidence without JavaScript: added one or several at a time, listed, refused with a reason, removed.
import { document, picture, program } from '../support/files';
import { goOn, mainButton, onStep, refused, shortest } from '../support/form';
import { expect, test } from '../support/test';
import { t } from '../support/texts';

test('files are added, listed, kept, removed', async ({ page }) => {
  const draft = await shortest(page, 'lead');
  await page.goto(`${draft}/files`);
  await page.locator('#description').fill('合影，<b>左边</b>是他');
  await page.locator('#file').setInputFiles([picture('合影 1.png'), document('流水.pdf')]);
  await page.locator('#upload button').click();
  const rows = page.locator('#file-list li');
  await expect(rows).toHaveCount(2);
  await expect(rows.first()).toContainText('合影 1.png');
  await expect(rows.first().locator('input[name=description]')).toHaveValue('合影，<b>左边</b>是他');

  // A refused one does not take the others away, and those before it in the same go stay.
  await page.locator('#file').setInputFiles([document('合同.pdf'), program('程序.jpg')]);
  await refused(page, 'zh-CN', () => page.locator('#upload button').click(), [{ field: 'file', code: 'type', file: '程序.jpg' }]);
  await expect(rows).toHaveCount(3);
  await page.reload();

  await page.goto(`${draft}/files`);
  await expect(rows).toHaveCount(3);
  await rows.filter({ hasText: '流水.pdf' }).getByRole('button', { name: t('zh-CN', 'remove') }).click();
  await onStep(page, 'files');
  await expect(rows).toHaveCount(2);
  await expect(page.locator('#file-list')).not.toContainText('流水.pdf');
  await goOn(page, 'you');

  // From the check page: everything leads back there.
  await page.goto(`${draft}/check`);
  await page.locator('#row-files a').click();
  await page.locator('#file').setInputFiles(document('补充.pdf'));
  await page.locator('#upload button').click();
  await expect(rows).toHaveCount(3);
  await rows.filter({ hasText: '合同.pdf' }).getByRole('button', { name: t('zh-CN', 'remove') }).click();
  await expect(rows).toHaveCount(2);
  await mainButton(page).click();
  await onStep(page, 'check');
  await expect(page.locator('#row-files')).toContainText('补充.pdf');
  await expect(page.locator('#row-files')).not.toContainText('合同.pdf');
});

test('each file is described and replaced, and a recording is attached by hand', async ({ page }) => {
  const draft = await shortest(page, 'lead');
  await page.goto(`${draft}/files`);
  // What only a browser with JavaScript can do is not offered; how to attach a recording is said.
  await expect(page.locator('#voice-help')).toBeVisible();
  await expect(page.locator('#voice')).toHaveCount(0);
  await page.locator('#file').setInputFiles([picture('一.png'), document('二.pdf')]);
  await page.locator('#upload button').click();
  const row = page.locator('#file-list li').filter({ hasText: '一.png' });
  await row.locator('input[name=description]').fill('“车”在楼下');
  await row.getByRole('button', { name: t('zh-CN', 'file-description-save') }).click();
  await expect(row.locator('input[name=description]')).toHaveValue('“车”在楼下');
  // A small copy is shown once it is drawn.
  await expect(async () => {
    await page.reload();
    await expect(row.locator('img')).toHaveAttribute('alt', t('zh-CN', 'file-picture', { name: '“车”在楼下' }), { timeout: 500 });
  }).toPass();
  await row.locator('summary').click();
  await row.locator('input[type=file]').setInputFiles(document('三.pdf'));
  await row.getByRole('button', { name: t('zh-CN', 'file-replace-send') }).click();
  await expect(page.locator('#file-list li')).toHaveCount(2);
  await expect(page.locator('#file-list')).not.toContainText('一.png');
  await expect(page.locator('#file-list li').filter({ hasText: '三.pdf' }).locator('input[name=description]')).toHaveValue('“车”在楼下');
});

test('the camera has a button of its own on telephones only', async ({ page, visitor }) => {
  const draft = await shortest(page, 'lead');
  await page.goto(`${draft}/files`);
  await expect(page.locator('#camera')).toBeHidden();
  const phone = await visitor({ hasTouch: true, isMobile: true, viewport: { width: 375, height: 800 } });
  await phone.goto(`${draft}/files`);
  await expect(phone.locator('#camera')).toBeVisible();
  await expect(phone.locator('#camera')).toHaveAttribute('capture', 'environment');
  await phone.locator('#camera').setInputFiles(picture('刚拍的.png'));
  await phone.locator('#upload button').click();
  await expect(phone.locator('#file-list')).toContainText('刚拍的.png');
});
