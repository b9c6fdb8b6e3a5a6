#!/usr/bin/env node
// Launcher of the command line. It is plain JavaScript that any Node can parse, kept outside dist/ so that a fresh
// clone has a bin before its first build. A Node too old for the program hands over to the one the project installs.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import module from 'node:module';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';

const NEEDED = 24;
const here = (path) => fileURLToPath(new URL(path, import.meta.url));

if (Number(process.versions.node.split('.')[0]) < NEEDED) {
  handOver();
} else if (!existsSync(here('../dist/apps/cli/src/main.js'))) {
  fail('rete-punti is not built yet: run "npm run build" first.');
} else {
  // What was compiled by one start need not be by the next. Where nothing can be kept, every start compiles.
  module.enableCompileCache(here('../node_modules/.cache/rete-punti'));
  await import('../dist/apps/cli/src/main.js');
}

function handOver() {
  const newer = [here('../node_modules/node/bin/node'), here('../node_modules/node/bin/node.exe')].find(existsSync);
  if (!newer || process.env.RETE_PUNTI_HANDED_OVER) {
    fail(
      `rete-punti needs Node ${NEEDED} or later and this is ${process.version}: install it, ` +
        'or run "npm ci" in the project, which brings its own.',
    );
    return;
  }
  const child = spawn(newer, process.argv.slice(1), {
    stdio: 'inherit',
    env: { ...process.env, RETE_PUNTI_HANDED_OVER: '1' },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => fail(`Cannot start ${newer}: ${error.message}`));
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)));
}

function fail(message) {
  console.error(message);
  process.exitCode = 1;
}
