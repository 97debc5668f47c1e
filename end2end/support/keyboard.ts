// Hands on the keyboard only: Tab, Space, Enter, arrows and letters.
import { expect, type Locator, type Page } from '@playwright/test';

/** Tabs on until that is focused; it must be visible then, and its focus must be seen. */
export async function tabTo(page: Page, target: Locator, most = 60): Promise<void> {
  await expect(target).toBeVisible();
  for (let n = 0; n < most; n++) {
    if (await target.evaluate((element) => element === document.activeElement)) {
      if (n > 0) await showsFocus(target);
      return;
    }
    await page.keyboard.press('Tab');
  }
  await expect(target, `reached with ${most} × Tab`).toBeFocused();
}

/** Whoever looks sees where the focus is: at the control, or at the label or box that stands for it. */
async function showsFocus(target: Locator): Promise<void> {
  const drawn = await target.evaluate((element) =>
    [element, element.nextElementSibling, element.parentElement].some((one) => {
      const style = one && getComputedStyle(one);
      return style && ((style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== 'none');
    }),
  );
  expect(drawn, `the focus of ${target} can be seen`).toBe(true);
}

/** Tabs into a group of radio buttons and moves to one of them with the arrows. */
export async function arrowTo(page: Page, name: string, value: string): Promise<void> {
  const group = page.locator(`input[type=radio][name="${name}"]`);
  const inGroup = () => group.evaluateAll((all) => all.some((one) => one === document.activeElement));
  for (let n = 0; n < 60 && !(await inGroup()); n++) await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  const wanted = page.locator(`input[type=radio][name="${name}"][value="${value}"]`);
  const count = await group.count();
  for (let n = 0; n < count && !(await wanted.isChecked()); n++) await page.keyboard.press('ArrowDown');
  await expect(wanted).toBeChecked();
}

/** Tabs to a field and types. */
export async function type(page: Page, selector: string, text: string): Promise<void> {
  await tabTo(page, page.locator(selector));
  await page.keyboard.insertText(text);
}

/** Tabs to a link or button and presses a key. */
export async function press(page: Page, target: Locator, key: 'Enter' | 'Space' = 'Enter', most?: number): Promise<void> {
  await tabTo(page, target, most);
  await page.keyboard.press(key);
}
