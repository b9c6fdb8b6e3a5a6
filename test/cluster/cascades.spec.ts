import { rmSync } from 'node:fs';
import type { StoredEvent } from '#kernel/ports';
import { accepted } from '../e2e/support/agenda.ts';
import { PROTOCOLS, today } from '../e2e/support/agreements.ts';
import { startApplication } from '../e2e/support/application.ts';
import { BUILD_TIMEOUT_MS } from '../e2e/support/build.ts';
import { eventsOf } from '../e2e/support/log.ts';
import { startProgram } from '../e2e/support/processes.ts';
import { staffPoint } from '../e2e/support/staffed-point.ts';
import { describeWithServer, serverUnderTest } from '../mongodb/server-under-test.ts';
import { Cluster } from './support/cluster.ts';

const mongo = await serverUnderTest();

const DYING = 'test/e2e/programs/dying-server.ts';
/** More than this cascade writes: one that never comes to its end fails. */
const MOST_DEATHS = 100;
/** Each death is followed by the start of a process, and by the end of a lease. */
const LONGEST_MS = 900_000;

const termination = () => ({ noticeDate: today(), effectiveDate: today(), reason: 'Recesso' });

/** What happened to things of each category: which events, by whom, and when law has it. */
function told(events: readonly StoredEvent[]): Readonly<Record<string, readonly string[]>> {
  const categories: Record<string, string[]> = {};
  for (const { stream, type, metadata } of events) {
    const { actor, effectiveAt } = metadata as { actor: object; effectiveAt?: string };
    const category = stream.slice(0, stream.indexOf('-'));
    (categories[category] ??= []).push(JSON.stringify({ type, actor, effectiveAt: effectiveAt ?? null }));
  }
  for (const happened of Object.values(categories)) happened.sort();
  return categories;
}

function after(position: string, events: readonly StoredEvent[]): StoredEvent[] {
  return events.filter((event) => BigInt(event.position) > BigInt(position));
}

describeWithServer(
  mongo,
  'K7: a cascade of a cluster that is killed after every append and every save of a process',
  () => {
    let cluster: Cluster;
    beforeAll(async () => {
      cluster = await Cluster.over(mongo!.url);
    }, BUILD_TIMEOUT_MS);
    afterAll(async () => {
      await cluster.close();
      await mongo?.close();
    });

    /** Carries everything out, in one process over files, without a death. */
    async function plainly(): Promise<readonly StoredEvent[]> {
      const application = await startApplication();
      try {
        const { protocolId } = await staffPoint(application);
        const before = await application.stores.eventStore.head();
        await accepted((await application.as()).post(`${PROTOCOLS}/${protocolId}/termination`, termination()));
        await application.settled();
        return after(before, await eventsOf(application.stores.eventStore));
      } finally {
        await application.close();
        rmSync(application.directory, { recursive: true });
      }
    }

    it(
      'ends where one process over files ends that was never killed',
      async () => {
        const server = await cluster.startServer();
        const worker = await cluster.startActiveWorker();
        await cluster.ready(server);
        const { protocolId } = await staffPoint({
          as: (request) => cluster.as(server, request),
          settled: () => cluster.settled(worker),
        });
        await cluster.end(server, worker);
        const { eventStore: log } = await cluster.stores();
        const before = await log.head();

        const cause = [`${PROTOCOLS}/${protocolId}/termination`, JSON.stringify(termination())];
        const run = async (...args: readonly string[]): Promise<boolean> => {
          const how = [cluster.configuration.dataDirectory, '1', ...args];
          const { signal, code, stdout, stderr } = await startProgram(DYING, how, cluster.environment).ended;
          if (signal === 'SIGKILL') return true;
          expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: expect.stringContaining('nothing'), stderr });
          return false;
        };
        let deaths = 0;
        for (let died = await run(...cause); died; died = await run()) {
          deaths += 1;
          if (deaths > MOST_DEATHS) throw new Error('it never comes to its end');
        }

        expect(deaths).toBeGreaterThan(10);
        expect(told(after(before, await eventsOf(log)))).toEqual(told(await plainly()));
      },
      LONGEST_MS,
    );
  },
);
