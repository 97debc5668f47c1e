// A server of a test's own, for what would disturb the others: it is killed, or it is flooded.
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const one = createServer().on('error', reject);
    one.listen(0, '127.0.0.1', () => {
      const address = one.address();
      one.close(() => (address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port'))));
    });
  });

export class OwnServer {
  private process?: ChildProcess;
  private constructor(
    readonly address: string,
    private readonly folder: string,
  ) {}

  static async start(): Promise<OwnServer> {
    const server = new OwnServer(`http://127.0.0.1:${await freePort()}`, mkdtempSync(join(tmpdir(), 'nuandong-own.')));
    await server.startAgain();
    return server;
  }

  private get environment(): NodeJS.ProcessEnv {
    return { ...process.env, NUANDONG_DATA_DIR: join(this.folder, 'data'), NUANDONG_PUBLIC_URL: this.address, NUANDONG_LISTEN: new URL(this.address).host };
  }

  /** A new process over the same folder. */
  async startAgain(): Promise<void> {
    this.process = spawn(process.env.NUANDONG_BIN!, ['serve'], { cwd: this.folder, env: this.environment, stdio: 'ignore' });
    for (let tries = 0; tries < 300; tries++) {
      const up = await fetch(`${this.address}/healthz`).then((answer) => answer.ok, () => false);
      if (up) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error('the server did not answer within 30 s');
  }

  /** Ends it as a power cut does. */
  async kill(): Promise<void> {
    const ended = this.process;
    if (!ended || ended.exitCode !== null || ended.signalCode !== null) return;
    const over = new Promise((resolve) => ended.once('exit', resolve));
    ended.kill('SIGKILL');
    await over;
  }

  async end(): Promise<void> {
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** How many reports the desk of the province sees, and how many of them are held. */
  async reports(): Promise<{ all: number; held: number }> {
    const run = (command: string[], input = '') => execFileSync(process.env.NUANDONG_BIN!, command, { input, encoding: 'utf8', cwd: this.folder, env: this.environment, stdio: ['pipe', 'pipe', 'pipe'] }).trim();
    const username = `sup${Date.now()}`;
    run(['staff', 'add', '--username', username, '--name', '督导', '--court', '鲁', '--role', 'supervisor', '--password-stdin'], '冬天的 河水 很安静 7');
    const token = run(['token', 'add', '--staff', username]);
    const count = async (view: string) => {
      const answer = await fetch(`${this.address}/api/v1/staff/reports?view=${view}&limit=1`, { headers: { authorization: `Bearer ${token}` } });
      return ((await answer.json()) as { count: number }).count;
    };
    return { all: await count('all'), held: await count('held') };
  }

  /** So many reports from this machine, over the API. */
  async flood(count: number): Promise<void> {
    for (let n = 0; n < count; n++) {
      const body = JSON.stringify({ channel: 'lead', category: 'asset', court: '鲁0102', narrative: `第${n}条` });
      await fetch(`${this.address}/api/v1/reports`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    }
  }
}
