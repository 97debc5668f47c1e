// Intake at the desk, by keyboard alone: how many keys a practised clerk presses from the ring to the code.
import { addPerson, caseNumber, signIn } from '../support/portal';
import { expect, test } from '../support/test';
import { t } from '../support/texts';

const zh = (key: string) => t('zh-CN', key);

// The keystroke-level model (Card, Moran, Newell 1980): a key of a good typist, and a thought before each step.
const KEY = 0.2;
const THOUGHT = 1.35;

test('a practised clerk needs less than a minute besides listening', async ({ page, context }) => {
  await signIn(context, addPerson('intake'));
  let keys = 0;
  let steps = 0;
  const press = async (key: string) => {
    keys += key.split('+').length;
    await page.keyboard.press(key);
  };
  /** Access keys (Alt and a sign) are the browser's own: a key that is only sent to the page does not reach them. */
  const access = async (key: string) => {
    keys += 2;
    const target = page.locator(`main [accesskey="${key}"]`).first();
    await target.focus();
    await page.keyboard.press((await target.getAttribute('type')) === 'radio' ? 'Space' : 'Enter');
  };
  const write = async (text: string) => {
    keys += text.length;
    await page.keyboard.insertText(text);
  };
  const focused = (id: string) => expect(page.locator(`[id="${id}"]`)).toBeFocused();

  await page.goto('/staff/intake');
  await focused('look');
  await write('13800138000');
  await press('Enter');
  steps++;
  // The caller is new; the telephone stands in its field, and the kind is next.
  await expect(page.getByText(zh('intake-none'))).toBeVisible();
  await expect(page.locator('#phone')).toHaveValue('13800138000');
  await focused('kind');
  await access('2');
  await expect(page.locator('#kind-lead-whereabouts')).toBeChecked();
  steps++;
  await page.locator('#kind-lead-whereabouts').focus();
  await press('Tab');
  await focused('case_number');
  await write(caseNumber());
  steps++;
  // Over the court, which the number names, to the respondent; over kind and identity to the story.
  await press('Tab');
  await press('Tab');
  await focused('respondent_name');
  await write('王五');
  steps++;
  await press('Tab');
  await press('Tab');
  await press('Tab');
  await focused('narrative');
  // What the caller tells is written while listening: no key of it is counted.
  await page.keyboard.insertText('今天上午在火车站看见他，穿灰色大衣。');
  await access('s');
  steps++;
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(zh('intake-read-back'));
  await expect(page.locator('.aloud')).toContainText('今天上午在火车站看见他');
  await press('Enter');
  steps++;
  await expect(page.locator('.secret')).toHaveText(/^(\d{4} ){4}\d{4}$/);
  await expect(page.locator('.number')).toHaveText(/^(\d{4} ){2}\d{4}$/);

  const seconds = keys * KEY + steps * THOUGHT;
  expect(seconds, `${keys} keys and ${steps} steps`).toBeLessThan(30);

  // The next caller: one key.
  await access('s');
  await expect(page).toHaveURL('/staff/intake');
  await focused('look');
});
