// The portal from behind: people and tokens through its own commands, reports through its API.
import { execFileSync } from 'node:child_process';
import { randomBytes, randomInt } from 'node:crypto';
import { request } from 'node:http';
import { dirname } from 'node:path';
import { expect, type BrowserContext } from '@playwright/test';

const base = process.env.NUANDONG_E2E_URL!;

/** Runs a command of the program beside the server; what it printed. */
export function nuandong(command: string[], input = ''): string {
  const program = process.env.NUANDONG_BIN;
  const data = process.env.NUANDONG_DATA_DIR;
  if (!program || !data) throw new Error('NUANDONG_BIN and NUANDONG_DATA_DIR are not set: run scripts/e2e.sh');
  // Not in the checkout: a developer's nuandong.toml would be read.
  return execFileSync(program, command, { input, encoding: 'utf8', cwd: dirname(data), stdio: ['pipe', 'pipe', 'pipe'] }).trim();
}

export interface Person {
  username: string;
  name: string;
  password: string;
}

export const PASSWORD = '冬天的 河水 很安静 7';

/** Somebody of a court, with a password and without a one-time password. */
export function addPerson(role: string, court = '鲁0102', name = '陈承办'): Person {
  const username = `${role}-${randomBytes(5).toString('hex')}`;
  nuandong(['staff', 'add', '--username', username, '--name', name, '--court', court, '--role', role, '--password-stdin'], PASSWORD);
  return { username, name, password: PASSWORD };
}

/** The path of a fresh set-up link. */
export function setUpLink(role = 'handler', court = '鲁0102'): { path: string; username: string } {
  const username = `new-${randomBytes(5).toString('hex')}`;
  const link = nuandong(['staff', 'add', '--username', username, '--name', '新人', '--court', court, '--role', role]);
  return { path: new URL(link).pathname, username };
}

export function addToken(person: Person): string {
  return nuandong(['token', 'add', '--staff', person.username]);
}

/** Signs somebody in without the form; for tests whose subject is something else. */
export async function signIn(context: BrowserContext, person: Person): Promise<void> {
  const form = { username: person.username, password: person.password, one_time: '' };
  const answer = await context.request.post('/staff/sign-in', { form, maxRedirects: 0 });
  expect(answer.status(), 'signing in').toBe(303);
}

/** A case number that no other test uses. */
export function caseNumber(court = '鲁0102'): string {
  return `（${randomInt(2017, 2026)}）${court}执${randomInt(1, 99_999)}号`;
}

export interface Sent {
  number: string;
  code: string;
}

/** Sends a report over the API. */
export async function sendReport(report: Record<string, unknown> = {}): Promise<Sent> {
  const body = { channel: 'lead', category: 'asset', case_number: caseNumber(), narrative: '他的车每晚停在楼下，黑色，车牌被布盖着。', ...report };
  const answer = await fetch(`${base}/api/v1/reports`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': randomBytes(16).toString('hex') },
    body: JSON.stringify(body),
  });
  expect(answer.status, await answer.clone().text()).toBe(201);
  return (await answer.json()) as Sent;
}

/** Sends many reports over the API, from many addresses of this machine: from one they would be held for a look. */
export async function sendMany(count: number, report: (n: number) => Record<string, unknown>): Promise<Sent[]> {
  const send = (n: number) =>
    new Promise<Sent>((resolve, reject) => {
      const body = JSON.stringify({ channel: 'lead', category: 'asset', narrative: `第 ${n} 条`, ...report(n) });
      const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), 'idempotency-key': randomBytes(16).toString('hex') };
      const localAddress = `127.${randomInt(1, 250)}.${randomInt(1, 250)}.${randomInt(1, 250)}`;
      const call = request(`${base}/api/v1/reports`, { method: 'POST', headers, localAddress }, (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (part: string) => (text += part)).on('end', () => (answer.statusCode === 201 ? resolve(JSON.parse(text) as Sent) : reject(new Error(`${answer.statusCode}: ${text}`))));
      });
      call.on('error', reject).end(body);
    });
  const sent: Sent[] = [];
  for (let n = 0; n < count; n++) sent.push(await send(n));
  return sent;
}

interface Item {
  number: string;
  status: string;
  version: number;
}

/** What somebody with a token finds. */
export async function list(token: string, query: Record<string, string>): Promise<Item[]> {
  const answer = await fetch(`${base}/api/v1/staff/reports?${new URLSearchParams(query)}`, { headers: { authorization: `Bearer ${token}` } });
  expect(answer.status).toBe(200);
  return ((await answer.json()) as { items: Item[] }).items;
}

/** Takes a step with a report over the API, on its present version. */
export async function act(token: string, number: string, action: string, input: Record<string, string> = {}): Promise<void> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const address = `${base}/api/v1/staff/reports/${number}`;
  const { version } = (await (await fetch(address, { headers })).json()) as Item;
  const answer = await fetch(`${address}/actions`, { method: 'POST', headers, body: JSON.stringify({ action, version, ...input }) });
  expect(answer.status, await answer.clone().text()).toBe(200);
}
