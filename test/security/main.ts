import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { printTable } from '#terminal';
import { attacks, MAX_CONNECTIONS, type Attack, type Target } from './attacks.ts';
import type { Seen } from './probe.ts';
import type { Outcome } from './wire.ts';

/** The worst that `/health/live` may answer in while the server is attacked. */
const WORST_MS = 100;
/** A machine that is busy with something else is late by itself: then an attack is tried again. */
const TRIES = 3;

const CLI = fileURLToPath(new URL('../../bin/rete-punti.mjs', import.meta.url));
const ENVIRONMENT = {
  RETE_PUNTI_LOG: 'off',
  // Each attacker has an address of its own, as if they came through a proxy.
  RETE_PUNTI_TRUST_PROXY: 'loopback',
  // So that every attack but that on the allowance can be tried three times by one principal.
  RETE_PUNTI_RATE_LIMIT: '3000',
  // Sooner than usual, to be done sooner.
  RETE_PUNTI_REQUEST_SECONDS: '4',
  RETE_PUNTI_MAX_CONNECTIONS: String(MAX_CONNECTIONS),
};

interface Held {
  readonly outcome: Outcome;
  readonly seen: Seen;
  readonly isHeldOff: boolean;
}

const directory = mkdtempSync(join(tmpdir(), 'rete-punti-security-'));
const server = node([CLI, 'serve', '--data', directory, '--port', '0'], ENVIRONMENT);
try {
  const url = await urlOf(server);
  const token = await tokenOf('security-officer');
  const rows: (string | number)[][] = [];
  let failures = 0;
  for (const [number, attack] of attacks.entries()) {
    // The one that uses an allowance up does it with its own.
    const own = attack.name.startsWith('one principal') ? await tokenOf('without-end') : token;
    const { outcome, seen, isHeldOff } = await tried(number, attack, { url, token: own });
    if (!isHeldOff) failures += 1;
    const outcomes = Object.entries(outcome).map(([what, times]) => `${what} × ${times}`);
    const worst = seen.failed > 0 ? `${seen.failed} of ${seen.asked} failed` : `${seen.worst.toFixed(1)} ms`;
    rows.push([attack.name, attack.size, attack.requests, worst, outcomes.join(', '), isHeldOff ? 'held' : 'NOT HELD']);
  }
  printTable(['attack', 'size', 'requests', 'worst /health/live', 'answers', 'outcome'], rows);
  process.stdout.write(`\n${attacks.length - failures} held, ${failures} not held\n`);
  process.exitCode = failures === 0 ? 0 : 1;
} finally {
  server.kill('SIGTERM');
  await once(server, 'exit');
  rmSync(directory, { recursive: true });
}

async function tried(number: number, attack: Attack, target: Omit<Target, 'address'>): Promise<Held> {
  for (let attempt = 1; ; attempt += 1) {
    const address = `198.51.${attempt}.${number}`;
    const probe = node([programOf('probe.ts'), target.url]);
    const attacker = node([programOf('attacker.ts'), String(number), JSON.stringify({ ...target, address })]);
    const outcome = JSON.parse(await text(attacker.stdout)) as Outcome;
    probe.stdin.end();
    const seen = JSON.parse(await text(probe.stdout)) as Seen;
    const isLive = seen.failed === 0 && seen.asked > 0 && seen.worst <= WORST_MS;
    const isHeldOff = isLive && attack.isHeldOff(outcome);
    if (isHeldOff || attempt === TRIES) return { outcome, seen, isHeldOff };
    process.stderr.write(`${attack.name}: tried again, the probe itself was ${seen.ownDelay.toFixed(0)} ms late\n`);
  }
}

function programOf(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url));
}

function node(args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  return spawn(process.execPath, args, {
    env: { ...process.env, ...environment },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
}

async function tokenOf(id: string): Promise<string> {
  const printed = node([CLI, 'token', '--data', directory, '--role', 'central', '--id', id, '--json']);
  return (JSON.parse(await text(printed.stdout)) as { readonly token: string }).token;
}

async function urlOf({ stdout }: typeof server): Promise<string> {
  let said = '';
  stdout.setEncoding('utf8').on('data', (chunk: string) => (said += chunk));
  const ended = once(stdout, 'end').then(() => true);
  for (;;) {
    const url = /answers at (http:\S+)/.exec(said)?.[1];
    if (url !== undefined) return url;
    if (await Promise.race([once(stdout, 'data').then(() => false), ended])) {
      throw new Error(`the server did not start:\n${said}`);
    }
  }
}
