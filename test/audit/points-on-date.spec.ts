import { AuditedLog } from './support/audited-log.ts';
import {
  activated,
  approvedPoint,
  BOLOGNA,
  deactivated,
  FIRENZE,
  forwarded,
  hostNamed,
  MODENA,
  protocolInForce,
  relocated,
} from './support/network-facts.ts';

describe('which points were active in a region on a date', () => {
  let log: AuditedLog;

  beforeAll(async () => {
    log = new AuditedLog();
    await log.write(
      hostNamed('Comune dimostrativo', '2026-01-01'),
      ...protocolInForce('pr-1', '08', '2026-02-01', { recorded: '2026-02-03' }),
      ...approvedPoint('early', BOLOGNA, '2026-02-03'),
      activated('early', 'pr-1', '2026-02-01', { recorded: '2026-02-03' }),
      ...approvedPoint('late', BOLOGNA, '2026-02-03'),
      activated('late', 'pr-1', '2026-03-01'),
      ...approvedPoint('elsewhere', FIRENZE, '2026-02-03'),
      activated('elsewhere', 'pr-1', '2026-02-10'),
      ...approvedPoint('never', BOLOGNA, '2026-02-03'),
      forwarded('pr-1', '2026-04-10'),
      deactivated('early', 'pr-1', '2026-06-01', { recorded: '2026-07-15' }),
    );
    await log.fold();
  });
  afterAll(() => log.close());

  interface Page {
    readonly items: readonly { readonly id: string }[];
    readonly nextCursor: string | null;
  }
  const ask = (more: object = {}): Promise<Page> =>
    log.ask('ListPointsOnDate', { region: '08', on: '2026-06-30', limit: 1_000, ...more }) as Promise<Page>;
  const active = async (more: object): Promise<string[]> => (await ask(more)).items.map(({ id }) => id).sort();

  it.each([
    ['none before their first day', { on: '2026-01-31' }, []],
    ['from their first day on, also where that was recorded later', { on: '2026-02-01' }, ['early']],
    ['all that were by then', { on: '2026-05-31' }, ['early', 'late']],
    ['not from the first day without activity on', { on: '2026-06-01' }, ['late']],
    ['each in its region', { on: '2026-06-30', region: '09' }, ['elsewhere']],
  ])('T3: %s', async (_rule, question, ids) => {
    await expect(active(question)).resolves.toEqual(ids);
  });

  it.each([
    ['before its recording, what was recorded late does not count', '2026-07-14', ['early', 'late']],
    ['from the day of its recording on, it does', '2026-07-15', ['late']],
    ['at an instant before it on that day, it does not', '2026-07-15T09:59:59+02:00', ['early', 'late']],
    ['before anything was recorded, nothing is known', '2026-02-02', []],
  ])('T1, T3: as it was known: %s', async (_rule, knownAt, ids) => {
    await expect(active({ knownAt })).resolves.toEqual(ids);
  });

  it('tells the protocol, who signed it and when, and when it was forwarded, as that was known', async () => {
    const [point] = (await ask({ on: '2026-03-15' })).items;
    expect(point).toMatchObject({
      state: 'ACTIVE',
      kind: 'INFORMATIVO',
      host: { name: 'Comune dimostrativo' },
      ...BOLOGNA,
      protocol: {
        id: 'pr-1',
        state: 'IN_FORCE',
        signatures: [
          { party: 'INPS', signerRole: 'Direttore regionale', registerEntry: { number: 1 } },
          { party: 'HOST', signerRole: 'Sindaco' },
        ],
        effectiveDate: '2026-02-01',
        expiresOn: '2029-02-01',
        forwardedOn: '2026-04-10',
      },
      parts: [],
    });
    const [before] = (await ask({ on: '2026-03-15', knownAt: '2026-04-09' })).items;
    expect(before).toMatchObject({ protocol: { forwardedOn: null } });
  });

  it('comes page by page, each point once', async () => {
    const ids: string[] = [];
    let cursor: string | null = null;
    let pages = 0;
    do {
      const page: Page = await ask({ on: '2026-05-31', limit: 1, ...(cursor === null ? {} : { cursor }) });
      ids.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
      pages += 1;
    } while (cursor !== null);
    expect({ ids: ids.sort(), pages }).toEqual({ ids: ['early', 'late'], pages: 3 });
  });

  it('T4: a directorate asks of its own region, the centre and analysts of all', async () => {
    const question = { region: '08', on: '2026-05-31', limit: 10 };
    const as = (role: string, region?: string) =>
      log.ask('ListPointsOnDate', question, { id: 'x', role, region } as never);
    await expect(as('regional', '08')).resolves.toMatchObject({ items: [{ id: 'early' }, { id: 'late' }] });
    await expect(as('analyst')).resolves.toMatchObject({ items: [{}, {}] });
    await expect(as('regional', '09')).rejects.toMatchObject({ code: 'OUTSIDE_TERRITORY' });
    await expect(as('host-operator')).rejects.toMatchObject({ code: 'ROLE_NOT_ALLOWED' });
  });

  it('T4: a provincial directorate reads the time of a point that has moved to another province since, and no other', async () => {
    const moved = new AuditedLog();
    await moved.write(
      ...protocolInForce('pr-2', '08', '2026-02-01'),
      ...approvedPoint('moved', BOLOGNA, '2026-02-01'),
      activated('moved', 'pr-2', '2026-02-01'),
      relocated('moved', MODENA, '2026-05-01'),
    );
    await moved.fold();
    const asked = async (own: string, question: { readonly on: string; readonly province?: string }) => {
      const principal = { id: 'x', role: 'provincial', province: own } as never;
      const page = await moved.ask('ListPointsOnDate', { region: '08', limit: 10, ...question }, principal);
      return (page as Page).items.map(({ id }) => id);
    };
    try {
      await expect(asked('037', { on: '2026-04-30', province: '037' })).resolves.toEqual(['moved']);
      await expect(asked('037', { on: '2026-05-01', province: '037' })).resolves.toEqual([]);
      await expect(asked('036', { on: '2026-04-30', province: '036' })).resolves.toEqual([]);
      await expect(asked('036', { on: '2026-05-01', province: '036' })).resolves.toEqual(['moved']);
      await expect(asked('036', { on: '2026-04-30', province: '037' })).rejects.toMatchObject({
        code: 'OUTSIDE_TERRITORY',
      });
      await expect(asked('036', { on: '2026-04-30' })).rejects.toMatchObject({ code: 'OUTSIDE_TERRITORY' });
      // Not even that there is a point elsewhere: no page, and no cursor, for what is in another province.
      const elsewhere = { region: '08', province: '040', on: '2026-05-01', limit: 1 };
      const page = await moved.ask('ListPointsOnDate', elsewhere, {
        id: 'x',
        role: 'provincial',
        province: '040',
      } as never);
      expect(page).toMatchObject({ items: [], nextCursor: null });
    } finally {
      await moved.close();
    }
  });
});
