// Browser tests: no-js and no-js-desk (JavaScript off: everything works), with-js (islands), a11y (axe-core), manual.
// scripts/e2e.sh starts the server and sets the address; Playwright only drives Debian's Chromium.
import { existsSync } from 'node:fs';
import { defineConfig } from '@playwright/test';

const baseURL = process.env.NUANDONG_E2E_URL;
if (!baseURL) throw new Error('NUANDONG_E2E_URL is not set: run `make e2e`, it starts a server');

const chromium =
  process.env.NUANDONG_CHROMIUM ?? ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);

// Root in a container has no sandbox; the rest keeps Chromium from calling home.
const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // A microphone that beeps; who may use it is still asked.
  '--use-fake-device-for-media-stream',
];
const desk = /(staff|desk-fifty|intake)\.spec\.ts/;

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
      args,
    },
  },
  projects: [
    // Every journey of a citizen as in Tor Browser at its safest: without scripts, pictures and web fonts.
    {
      name: 'no-js',
      testDir: 'no-js',
      testIgnore: desk,
      use: {
        javaScriptEnabled: false,
        launchOptions: { executablePath: chromium, args: [...args, '--blink-settings=imagesEnabled=false', '--disable-remote-fonts'] },
      },
    },
    { name: 'no-js-desk', testDir: 'no-js', testMatch: desk, use: { javaScriptEnabled: false } },
    { name: 'with-js', testDir: 'with-js' },
    { name: 'a11y', testDir: 'a11y' },
    // The journeys of docs/manual; pictures are written where NUANDONG_MANUAL says.
    { name: 'manual', testDir: 'manual', use: { javaScriptEnabled: false } },
  ],
});
