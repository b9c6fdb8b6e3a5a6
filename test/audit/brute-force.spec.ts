import * as fc from 'fast-check';
import { addDays } from '#italy';
import { AuditedLog } from './support/audited-log.ts';
import { activeByHand, type ActivePoint } from './support/brute-force.ts';
import { DAYS, FIRST_DAY, generateNetwork } from './support/generated-network.ts';
import { BOLOGNA, FIRENZE, MODENA, SIENA } from './support/network-facts.ts';

const QUESTIONS = 50;

const question = fc.noBias(
  fc.record({
    place: fc.constantFrom<{ region: string; province?: string }>(
      ...[{ region: '08' }, { region: '09' }],
      ...[BOLOGNA, MODENA, SIENA, FIRENZE].map(({ region, province }) => ({ region, province })),
    ),
    on: fc.integer({ min: -5, max: DAYS }).map((days) => addDays(FIRST_DAY, days)),
    /** Days after that on which it was known; where before, the answer tells what was set by then. */
    later: fc.integer({ min: -40, max: 60 }),
  }),
);

interface AskedPlace {
  readonly region: string;
  readonly province?: string;
  readonly on: string;
  readonly knownAt?: string;
}

interface Page {
  readonly items: readonly {
    readonly id: string;
    readonly kind: string;
    readonly province: string;
    readonly protocol: {
      readonly id: string;
      readonly forwardedOn: string | null;
      readonly signatures: readonly {
        readonly signerRole: string;
        readonly registerEntry: { readonly number: number };
      }[];
    };
  }[];
}

describe('an audit, over random lives and dates', () => {
  it('T1–T4: answers what the raw log says, by hand, also as it was known on another date', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer(),
        fc.array(question, { minLength: QUESTIONS, maxLength: QUESTIONS }),
        async (seed, questions) => {
          const log = new AuditedLog();
          try {
            const { facts, hard } = generateNetwork(seed, { expiring: true });
            await log.write(...facts);
            await log.fold();
            const raw = await log.events();
            const answer = async (asked: AskedPlace): Promise<ActivePoint[]> =>
              pointsIn((await log.ask('ListPointsOnDate', { ...asked, limit: 1_000 })) as Page);
            let differ = 0;
            for (const { place, on, later } of questions) {
              const known = { ...place, on, knownAt: addDays(on, later) };
              const [now, then] = [await answer({ ...place, on }), await answer(known)];
              expect({ ...place, on, points: now }).toEqual({ ...place, on, points: byHand(raw, { ...place, on }) });
              expect({ ...known, points: then }).toEqual({ ...known, points: byHand(raw, known) });
              if (JSON.stringify(now) !== JSON.stringify(then)) differ += 1;
            }
            expect(differ).toBeGreaterThanOrEqual(QUESTIONS / 10);
            expect(Object.entries(hard).filter(([, count]) => count === 0)).toEqual([]);
          } finally {
            await log.close();
          }
        },
      ),
      { numRuns: 3, endOnFailure: true },
    );
  }, 300_000);
});

/** Those of a province are those of its region that stood there on the date (T4). */
function byHand(raw: Parameters<typeof activeByHand>[0], asked: AskedPlace): ActivePoint[] {
  const found = activeByHand(raw, asked);
  return asked.province === undefined ? found : found.filter(({ province }) => province === asked.province);
}

function pointsIn({ items }: Page): ActivePoint[] {
  return items
    .map(({ id, kind, province, protocol }) => ({
      id,
      kind,
      province,
      protocol: protocol.id,
      signers: protocol.signatures.map(({ signerRole, registerEntry }) => `${signerRole} ${registerEntry.number}`),
      forwardedOn: protocol.forwardedOn,
    }))
    .sort((one, other) => (one.id < other.id ? -1 : 1));
}
