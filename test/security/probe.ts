import { request } from 'node:http';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';

/** What a probe has seen, in milliseconds. */
export interface Seen {
  readonly asked: number;
  readonly failed: number;
  readonly worst: number;
  /** How late the probe itself was at the worst, for want of a processor. */
  readonly ownDelay: number;
}

const BETWEEN_MS = 10;

// A process of its own, `probe.ts <url>`: asks as a balancer does, each time over a new connection, until its standard
// input ends; then it prints what it has seen.
const url = process.argv[2] ?? '';
const delay = monitorEventLoopDelay({ resolution: 5 });
process.stdin.resume();
const times: number[] = [];
let failed = 0;
delay.enable();
while (!process.stdin.readableEnded) {
  const before = performance.now();
  if (await isLive()) times.push(performance.now() - before);
  else failed += 1;
  await pause(BETWEEN_MS);
}
const seen: Seen = {
  asked: times.length + failed,
  failed,
  worst: Math.max(0, ...times),
  ownDelay: delay.max / 1e6,
};
process.stdout.write(JSON.stringify(seen));

function isLive(): Promise<boolean> {
  return new Promise((resolve) => {
    const asked = request(`${url}/health/live`, { agent: false }, (answer) => {
      answer.resume().once('end', () => resolve(answer.statusCode === 200));
    });
    asked.once('error', () => resolve(false));
    asked.end();
  });
}
