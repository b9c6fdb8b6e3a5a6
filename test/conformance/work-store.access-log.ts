import { randomUUID } from 'node:crypto';
import type { AccessLogEntry, WorkStore } from '#kernel';
import type { MakeHarness, StoreHarness } from './harness.ts';

/** Rules of the access log: every entry, newest first. */
export function describeAccessLog(makeHarness: MakeHarness<WorkStore>): void {
  describe('the access log', () => {
    let harness: StoreHarness<WorkStore>;
    let store: WorkStore;
    beforeAll(async () => {
      harness = await makeHarness();
      store = await harness.open();
    });
    afterAll(() => harness.close());

    const entry = (minute: number, more: Partial<AccessLogEntry>): AccessLogEntry => ({
      at: `2026-03-01T09:${String(minute).padStart(2, '0')}:00.000Z`,
      actorId: 'actor',
      role: 'inps-operator',
      purpose: 'appointment',
      subject: 'subject',
      fields: ['name', 'fiscalCode'],
      resource: 'GET /rest/agenda/v1/appointments/{id}',
      ...more,
    });

    it('gives entries back as they were written, newest first, by subject and by actor', async () => {
      const [subject, actorId] = [randomUUID(), randomUUID()];
      const [first, second] = [entry(1, { subject, office: '7000' }), entry(2, { subject, actorId })];
      const third = entry(3, { actorId });

      await store.recordAccess([first, second]);
      await store.recordAccess([third]);

      expect(await store.accesses({ subject, limit: 10 })).toEqual([second, first]);
      expect(await store.accesses({ actorId, limit: 10 })).toEqual([third, second]);
      expect(await store.accesses({ subject, actorId, limit: 10 })).toEqual([second]);
      expect(await store.accesses({ subject, limit: 1 })).toEqual([second]);
      expect((await store.accesses({ limit: 1000 })).length).toBeGreaterThanOrEqual(3);
    });

    it('has every entry of many written at once', async () => {
      const subject = randomUUID();

      await Promise.all(
        Array.from({ length: 40 }, (_, minute) =>
          store.recordAccess([entry(minute, { subject }), entry(minute, { subject, purpose: 'audit' })]),
        ),
      );

      const found = await store.accesses({ subject, limit: 1000 });
      expect(found).toHaveLength(80);
      expect(found.map(({ at }) => at)).toEqual(
        found
          .map(({ at }) => at)
          .sort()
          .reverse(),
      );
    });

    it('accepts nothing to record', async () => {
      await store.recordAccess([]);
    });

    it('is there when the store is opened again', async () => {
      if (!harness.reopen) return;
      const subject = randomUUID();
      await store.recordAccess([entry(1, { subject })]);

      store = await harness.reopen();

      expect(await store.accesses({ subject, limit: 10 })).toEqual([entry(1, { subject })]);
    });
  });
}
