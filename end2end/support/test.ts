// Playwright's `test` with what every test of ours wants: whatever the browser complains about fails the test (errors on
// the console, uncaught exceptions, policy violations, broken sub-resources, requests to anybody else), and further
// visitors with a browser of their own.
import { test as base, expect, type BrowserContext, type BrowserContextOptions, type Page } from '@playwright/test';

interface Tools {
  /** Complaints that a test expects, for instance a network that it took away. */
  tolerated: RegExp[];
  /** Somebody else's browser: no cookie in common with `page`. */
  visitor: (options?: BrowserContextOptions) => Promise<Page>;
}

/** Collects what the browsers of a context complain about. */
function listen(context: BrowserContext, origin: string, tolerated: RegExp[]): string[] {
  const complaints: string[] = [];
  const complain = (words: string) => {
    if (!tolerated.some((one) => one.test(words))) complaints.push(words);
  };
  context.on('console', (message) => {
    // A page that says 422 is what we want, and the browser logs it; sub-resources are looked at below.
    if (/^Failed to load resource: the server responded/.test(message.text())) return;
    const aboutHydration = message.type() === 'warning' && /hydrat|island/i.test(message.text());
    if (message.type() === 'error' || aboutHydration) complain(`console: ${message.text()}`);
  });
  context.on('weberror', (error) => complain(`exception: ${error.error().message}`));
  context.on('request', (request) => {
    const address = new URL(request.url());
    if (address.protocol.startsWith('http') && address.origin !== origin) complain(`third party: ${request.url()}`);
  });
  context.on('response', (response) => {
    const status = response.status();
    const page = response.request().isNavigationRequest();
    if (status >= 500 || (status >= 400 && !page)) complain(`${status} for ${response.request().method()} ${response.url()}`);
  });
  return complaints;
}

export const test = base.extend<Tools>({
  // A page without the button says so soon, not when the time of the whole test is over.
  actionTimeout: 10_000,
  tolerated: async ({}, use) => {
    await use([]);
  },
  context: async ({ context, tolerated, baseURL }, use) => {
    const complaints = listen(context, baseURL!, tolerated);
    await use(context);
    expect(complaints, 'what the browser complained about').toEqual([]);
  },
  visitor: async ({ browser, tolerated, baseURL }, use) => {
    const contexts: BrowserContext[] = [];
    const complaints: string[][] = [];
    await use(async (options) => {
      const context = await browser.newContext(options);
      contexts.push(context);
      complaints.push(listen(context, baseURL!, tolerated));
      return context.newPage();
    });
    for (const context of contexts) await context.close();
    expect(complaints.flat(), 'what the browser complained about').toEqual([]);
  },
});

export { expect };
