import { addDays, romeDateOf } from '#italy';
import { Random } from '#demonstration';
import { AuditedLog } from './support/audited-log.ts';
import { activeByHand } from './support/brute-force.ts';
import { DAYS, FIRST_DAY, generateNetwork } from './support/generated-network.ts';

const QUESTIONS = 30;
const LIVED_IN: readonly string[] = ['08', '09'];
const today = romeDateOf(Date.now());

interface Page {
  readonly items: readonly { readonly id: string; readonly suspensions: readonly object[] }[];
  readonly nextCursor: string | null;
}

describe('the register of points, asked which were active on a day', () => {
  let log: AuditedLog;

  beforeAll(async () => {
    log = new AuditedLog();
    await log.write(...generateNetwork(11).facts);
    await log.fold();
  });
  afterAll(() => log.close());

  it('T1, T2, T3: lists those that were by the raw log, as audits do: neither suspended nor ended, also before a renewal', async () => {
    const random = new Random(3);
    const days = Array.from({ length: QUESTIONS }, () => addDays(FIRST_DAY, random.integer(0, DAYS)));
    const events = await log.events();
    let listed = 0;
    for (const activeOn of days.filter((day) => day <= today)) {
      for (const region of LIVED_IN) {
        const ids: string[] = [];
        let cursor: string | undefined;
        do {
          const asked = { region, activeOn, limit: 10, ...(cursor === undefined ? {} : { cursor }) };
          const page = (await log.ask('ListPuntiCliente', asked)) as Page;
          ids.push(...page.items.map(({ id }) => id));
          cursor = page.nextCursor ?? undefined;
        } while (cursor !== undefined);
        const byHand = activeByHand(events, { region, on: activeOn }).map(({ id }) => id);
        expect({ activeOn, region, ids: ids.sort() }).toEqual({ activeOn, region, ids: byHand });
        listed += ids.length;
      }
    }
    expect(listed).toBeGreaterThan(QUESTIONS);
  });

  it('refuses a day that lies ahead, of which the audit tells what is set', async () => {
    const activeOn = addDays(today, 1);
    await expect(log.ask('ListPuntiCliente', { activeOn, limit: 10 })).rejects.toMatchObject({
      code: 'ACTIVE_ON_DAY_AHEAD',
      facts: { activeOn, today },
    });
  });
});
