import { randomUUID } from 'node:crypto';
import type { AccessLog, AccessLogEntry, AccessLogFilter, StoredAccess } from '#kernel/ports';
import type { MakeHarness, StoreHarness } from './harness.ts';

/** What every access log must do: every entry, newest first. */
export function describeAccessLog(name: string, makeHarness: MakeHarness<AccessLog>): void {
  describe(`${name} as an access log`, () => {
    let harness: StoreHarness<AccessLog>;
    let log: AccessLog;
    beforeAll(async () => {
      harness = await makeHarness();
      log = await harness.open();
    });
    afterAll(() => harness.close());

    const entry = (minute: number, more: Partial<AccessLogEntry>): AccessLogEntry => ({
      at: `2026-03-01T09:${String(minute).padStart(2, '0')}:00.000Z`,
      actorId: 'actor',
      role: 'inps-operator',
      purpose: 'appointment',
      subject: 'subject',
      fields: ['name', 'fiscalCode'],
      resource: 'AgendaDay-a_2026-03-02',
      outcome: 'READ',
      ...more,
    });
    /** Entries as they were written: what the store adds is its own. */
    const list = async (filter: Partial<AccessLogFilter>): Promise<AccessLogEntry[]> =>
      (await log.list({ limit: 10, ...filter })).map(({ id: _id, ...written }) => written);
    /** All that a filter leaves, page by page. */
    const pages = async (filter: Partial<AccessLogFilter>, limit: number): Promise<StoredAccess[]> => {
      const all: StoredAccess[] = [];
      for (;;) {
        const last = all.at(-1);
        const page = await log.list({ ...filter, limit, ...(last ? { after: last } : {}) });
        if (page.length === 0) return all;
        all.push(...page);
      }
    };

    it('gives entries back as they were written, newest first, by subject and by actor', async () => {
      const [subject, actorId] = [randomUUID(), randomUUID()];
      const [first, second] = [entry(1, { subject, office: '7000' }), entry(2, { subject, actorId })];
      const third = entry(3, { actorId });

      await log.record([first, second]);
      await log.record([third]);

      expect(await list({ subject })).toEqual([second, first]);
      expect(await list({ actorId })).toEqual([third, second]);
      expect(await list({ subject, actorId })).toEqual([second]);
      expect(await list({ subject, limit: 1 })).toEqual([second]);
      expect((await log.list({ limit: 1000 })).length).toBeGreaterThanOrEqual(3);
    });

    it('keeps refusals, and searches that found nobody, without a subject', async () => {
      const actorId = randomUUID();
      const { subject: _nobody, ...search } = entry(1, { actorId, fields: [], outcome: 'NOBODY' });
      const refused = { ...search, at: entry(2, {}).at, outcome: 'REFUSED' as const, refusal: 'OUTSIDE_TERRITORY' };

      await log.record([search, refused]);

      expect(await list({ actorId })).toEqual([refused, search]);
    });

    it('finds by resource and by time, the first moment included and the last not, in any combination', async () => {
      const [subject, actorId, resource] = [randomUUID(), randomUUID(), `AgendaDay-${randomUUID()}`];
      const entries = [1, 2, 3, 4].map((minute) => entry(minute, { subject, actorId, resource }));
      await log.record([...entries, entry(2, { subject }), entry(2, { actorId }), entry(2, { resource })]);
      const period = { from: entries[1]!.at, before: entries[3]!.at };

      expect(await list({ resource, limit: 2 })).toEqual([entries[3], entries[2]]);
      for (const filter of [
        { subject, actorId },
        { subject, resource },
        { actorId, resource },
        { subject, actorId, resource },
      ]) {
        expect(await list({ ...filter, ...period })).toEqual([entries[2], entries[1]]);
      }
      expect(await list({ subject, from: entries[3]!.at })).toEqual([entries[3]]);
      expect(await list({ subject, before: entries[1]!.at })).toEqual([entries[0]]);
      expect(await list({ resource: resource.slice(0, -1) })).toEqual([]);
    });

    it('is read in pages, each entry once, whatever stands at one moment and is recorded meanwhile', async () => {
      const subject = randomUUID();
      const entries = Array.from({ length: 25 }, (_, index) =>
        entry(Math.floor(index / 10), { subject, purpose: `${index}` }),
      );
      for (const one of entries) await log.record([one]);

      const first = await log.list({ subject, limit: 4 });
      await log.record([entry(50, { subject, purpose: 'later' })]);
      const rest = await log.list({ subject, limit: 100, after: first.at(-1)! });
      expect([...first, ...rest].map(({ purpose }) => Number(purpose))).toEqual([...entries.keys()].reverse());
      const paged = await pages({ subject, from: entry(1, {}).at }, 3);
      expect(paged.map(({ purpose }) => purpose)).toEqual([
        'later',
        ...[...entries.keys()].slice(10).reverse().map(String),
      ]);
    });

    it('has every entry of many written at once', async () => {
      const subject = randomUUID();

      await Promise.all(
        Array.from({ length: 40 }, (_, minute) =>
          log.record([entry(minute, { subject }), entry(minute, { subject, purpose: 'audit' })]),
        ),
      );

      const found = await log.list({ subject, limit: 1000 });
      expect(found).toHaveLength(80);
      expect(found.map(({ at }) => at)).toEqual(
        found
          .map(({ at }) => at)
          .sort()
          .reverse(),
      );
    });

    it('accepts nothing to record', async () => {
      await log.record([]);
    });

    it('is there when it is opened again', async () => {
      if (!harness.reopen) return;
      const subject = randomUUID();
      await log.record([entry(1, { subject })]);

      log = await harness.reopen();

      expect(await list({ subject })).toEqual([entry(1, { subject })]);
    });
  });
}
