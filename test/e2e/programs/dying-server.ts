import 'reflect-metadata';
import { createApplication, openStores, type Stores } from '#composition';
import type { AppendRequest } from '#kernel/ports';
import { readConfiguration } from '#platform';
import { intercepted } from '../support/fail-points.ts';

/*
 * The product over a directory, or over the servers that its environment names, that dies by SIGKILL right after so many writes: appends to the log, saves and settlements
 * of process managers. Fail points are those writes, numbered as they come. It first gives a command, if it is told one, and
 * ends by itself once nothing is left to do, what is due by its clock included, saying how many writes there were. Its clock
 * is as many milliseconds ahead as DYING_AHEAD_MS says.
 */

const [, , directory = '', diesAfter = '0', path, body] = process.argv;
let writes = 0;

function counted<Result>(write: Promise<Result>): Promise<Result> {
  return write.then((result) => {
    writes += 1;
    // Nothing runs after it: no answer, no clean-up.
    if (writes === Number(diesAfter)) process.kill(process.pid, 'SIGKILL');
    return result;
  });
}

/** The same stores, whose writes are counted: each append once, of however many streams. */
function dying(stores: Stores): Stores {
  const { eventStore, work } = stores;
  const { append, appendTogether } = eventStore;
  return {
    ...stores,
    eventStore: intercepted(eventStore, {
      append: (request) => counted(append.call(eventStore, request)),
      ...(appendTogether && {
        appendTogether: (requests: readonly AppendRequest[]) => counted(appendTogether.call(eventStore, requests)),
      }),
    }),
    work: intercepted(work, {
      save: (...saving) => counted(work.save(...saving)),
      settle: (...settling) => counted(work.settle(...settling)),
    }),
  };
}

const configuration = readConfiguration({
  ...process.env,
  RETE_PUNTI_PORT: '0',
  RETE_PUNTI_LOG: 'off',
  RETE_PUNTI_DATA: directory,
});
const ahead = Number(process.env.DYING_AHEAD_MS ?? 0);
const application = await createApplication({
  configuration,
  clock: { now: () => Date.now() + ahead },
  stores: dying(await openStores(configuration)),
  // Whoever is told nothing is asked nothing: most are, and need not declare hundreds of routes first.
  ...(path === undefined ? { onlyPaths: [] } : {}),
});
if (path !== undefined) {
  const token = await application.tokens?.issue({ role: 'central', id: 'central-officer' }, 600);
  const answer = await fetch(application.url + path, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'idempotency-key': path,
      authorization: `Bearer ${String(token)}`,
    },
    body: body ?? '{}',
  });
  if (!answer.ok) throw new Error(`${path} answered ${String(answer.status)}: ${await answer.text()}`);
}
await application.processes.settled();
if (ahead > 0) {
  await application.processes.fireDue();
  await application.processes.settled();
}
await application.close();
process.stdout.write(`nothing is left to do after ${String(writes)} writes\n`);
