// When a page is alive: its islands listen to it.
import { expect, type Page } from '@playwright/test';

/** Waits until somebody listens to what happens at an element. What is done before that, no island hears. */
export async function alive(page: Page, selector: string): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  await expect
    .poll(async () => {
      const { result } = await devtools.send('Runtime.evaluate', { expression: `document.querySelector(${JSON.stringify(selector)})` });
      if (!result.objectId) return 0;
      return (await devtools.send('DOMDebugger.getEventListeners', { objectId: result.objectId })).listeners.length;
    })
    .toBeGreaterThan(0);
  await devtools.detach();
}
