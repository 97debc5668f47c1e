// Browser tests, three kinds: no-js (JavaScript off: everything citizens need works), with-js (islands), a11y (axe-core).
// scripts/e2e.sh starts the server and sets the address; Playwright only drives Debian's Chromium.
import { existsSync } from 'node:fs';
import { defineConfig } from '@playwright/test';

const baseURL = process.env.NUANDONG_E2E_URL;
if (!baseURL) throw new Error('NUANDONG_E2E_URL is not set: run `make e2e`, it starts a server');

const chromium =
  process.env.NUANDONG_CHROMIUM ?? ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);

export default defineConfig({
  outputDir: 'test-results',
  reporter: 'list',
  workers: 2,
  retries: 0,
  fullyParallel: true,
  forbidOnly: !!process.env.CI,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  use: {
    baseURL,
    browserName: 'chromium',
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    screenshot: 'only-on-failure',
    trace: 'off',
    launchOptions: {
      executablePath: chromium,
      // Root in a container has no sandbox; the rest keeps Chromium from calling home.
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        // A microphone that beeps; who may use it is still asked.
        '--use-fake-device-for-media-stream',
      ],
    },
  },
  projects: [
    { name: 'no-js', testDir: 'no-js', use: { javaScriptEnabled: false } },
    { name: 'with-js', testDir: 'with-js' },
    { name: 'a11y', testDir: 'a11y' },
    // The journeys of docs/manual; pictures are written where NUANDONG_MANUAL says.
    { name: 'manual', testDir: 'manual', use: { javaScriptEnabled: false } },
  ],
});
