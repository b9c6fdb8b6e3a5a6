import fc from 'fast-check';
import type { Projection, RecordedEvent } from '#kernel/domain';
import { MemoryAccessLog, MemoryEventStore, MemoryKeyStore, MemoryWorkStore } from '#store-memory';
import { sampleProfile } from '../../specification/sample-agenda.ts';
import { live, Book, type Work } from '../../specification/life-at-work.ts';
import { LedgerOfCounts, type Counts } from '../../specification/ledger-of-counts.ts';
import { AGENDAS, anyStep, FULL_LIFE, LIFE_IN_VAIN } from '../../specification/steps-of-life.ts';
import { agendaFigures, type AgendaFigures } from '../agenda-figures.ts';
import { agendaLoads, type AgendaLoad } from './agenda-loads.ts';

const MONTH = '2026-03';
/** An agenda for each: the second stands in another province of the region. */
const ROME = { province: '058', unit: 'DP-ROMA', owner: { kind: 'UNIT_DESK', unit: 'DP-ROMA' } } as const;
const PROVINCES = [sampleProfile.province, ROME.province];

/** Somebody is displaced, and stays so. */
const DISPLACED_LIFE = FULL_LIFE.slice(0, 2);

const newStores = () => ({
  store: new MemoryEventStore(),
  work: new MemoryWorkStore(),
  keyStore: new MemoryKeyStore(),
  accessLog: new MemoryAccessLog(),
});

/** What the log comes to by itself. */
async function foldedFrom({ store }: Work): Promise<LedgerOfCounts> {
  const ledger = new LedgerOfCounts(MONTH);
  for await (const { events } of store.readLog({ after: '0' }))
    for (const { type, data, recordedAt } of events) ledger.enter({ type, data: data as object, recordedAt });
  return ledger;
}

/** What the read models of the dashboard make of it. */
async function countersOf({ store, registry }: Work) {
  const [loads, figures] = [new Map<string, AgendaLoad | undefined>(), new Map<string, AgendaFigures | undefined>()];
  for await (const { events } of store.readLog({ after: '0' })) {
    for (const event of events.map((one) => registry.decode(one))) {
      enter(agendaLoads, event, loads);
      enter(agendaFigures, event, figures);
    }
  }
  return {
    loads: [...loads.values()].flatMap((load) => (load?.month === MONTH ? [load] : [])),
    figures: [...figures.values()].flatMap((one) => one ?? []),
  };
}

function enter<Document extends object>(
  { handles, keys, fold }: Projection<Document>,
  event: RecordedEvent,
  documents: Map<string, Document | undefined>,
): void {
  if (!handles.has(event.type)) return;
  for (const key of keys(event)) documents.set(key, fold(documents.get(key), event, key));
}

function together(parts: readonly object[], like: Counts): Counts {
  const of = parts as readonly Readonly<Record<string, number>>[];
  return Object.fromEntries(
    Object.keys(like).map((count) => [count, of.reduce((sum, part) => sum + (part[count] ?? 0), 0)]),
  ) as Counts;
}

async function expectCountedRight(work: Work): Promise<Counts> {
  const ledger = await foldedFrom(work);
  const { loads, figures } = await countersOf(work);
  const daysOf = (some: readonly AgendaLoad[]) => some.flatMap(({ days }) => Object.values(days));
  for (const [index, agendaId] of AGENDAS.entries()) {
    const expected = ledger.ofAgenda(agendaId);
    expect(together(daysOf(loads.filter((load) => load.agendaId === agendaId)), expected)).toEqual(expected);
    // Who waits counts towards no province.
    const month = figures.find(({ province }) => province === PROVINCES[index])?.months['03']?.all ?? {};
    expect({ ...together([month], expected), waiting: 0 }).toEqual({ ...expected, waiting: 0 });
  }
  const region = ledger.ofAll(AGENDAS);
  expect(together(daysOf(loads.filter((load) => load.region === sampleProfile.region)), region)).toEqual(region);
  return region;
}

describe('A4, A7: what is counted of two agendas in two provinces, whatever is given there, with policies at work', () => {
  it('is what the log comes to, while the day goes on and once it is over, by agenda, province and region', async () => {
    const reached = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.array(anyStep, { minLength: 40, maxLength: 90 }), async (steps) => {
        const check = async (work: Work): Promise<void> => {
          for (const [count, sum] of Object.entries(await expectCountedRight(work))) if (sum > 0) reached.add(count);
        };
        await live(steps, new Book(), { stores: newStores(), others: [{}, ROME], look: check });
      }),
      { numRuns: 15, endOnFailure: true, examples: [[[...FULL_LIFE]], [[...LIFE_IN_VAIN]], [DISPLACED_LIFE]] },
    );
    // The sequences did reach all that is counted.
    const counts = Object.keys(new LedgerOfCounts(MONTH).ofAll([]));
    expect(counts.filter((count) => !reached.has(count))).toEqual([]);
  }, 120_000);
});
