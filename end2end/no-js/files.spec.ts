// Evidence without JavaScript: added one or several at a time, listed, refused with a reason, removed.
import { document, picture, program } from '../support/files';
import { goOn, mainButton, onStep, refused, shortest } from '../support/form';
import { expect, test } from '../support/test';

test('files are added, listed, kept, removed', async ({ page }) => {
  const draft = await shortest(page, 'lead');
  await page.goto(`${draft}/files`);
  await page.locator('#description').fill('合影，<b>左边</b>是他');
  await page.locator('#file').setInputFiles([picture('合影 1.png'), document('流水.pdf')]);
  await page.locator('#upload button').click();
  const rows = page.locator('#file-list li');
  await expect(rows).toHaveCount(2);
  await expect(rows.first()).toContainText('合影 1.png');
  await expect(rows.first()).toContainText('合影，<b>左边</b>是他');

  // A refused one does not take the others away, and those before it in the same go stay.
  await page.locator('#file').setInputFiles([document('合同.pdf'), program('程序.jpg')]);
  await refused(page, 'zh-CN', () => page.locator('#upload button').click(), [{ field: 'file', code: 'type' }]);
  await expect(rows).toHaveCount(3);
  await page.reload();

  await page.goto(`${draft}/files`);
  await expect(rows).toHaveCount(3);
  await rows.filter({ hasText: '流水.pdf' }).getByRole('button').click();
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
  await rows.filter({ hasText: '合同.pdf' }).getByRole('button').click();
  await expect(rows).toHaveCount(2);
  await mainButton(page).click();
  await onStep(page, 'check');
  await expect(page.locator('#row-files')).toContainText('补充.pdf');
  await expect(page.locator('#row-files')).not.toContainText('合同.pdf');
});
