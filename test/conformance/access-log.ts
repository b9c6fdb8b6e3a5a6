import { randomUUID } from 'node:crypto';
import type { AccessLog, AccessLogEntry } from '#kernel/ports';
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
      resource: 'GET /rest/agenda/v1/appointments/{id}',
      ...more,
    });

    it('gives entries back as they were written, newest first, by subject and by actor', async () => {
      const [subject, actorId] = [randomUUID(), randomUUID()];
      const [first, second] = [entry(1, { subject, office: '7000' }), entry(2, { subject, actorId })];
      const third = entry(3, { actorId });

      await log.record([first, second]);
      await log.record([third]);

      expect(await log.list({ subject, limit: 10 })).toEqual([second, first]);
      expect(await log.list({ actorId, limit: 10 })).toEqual([third, second]);
      expect(await log.list({ subject, actorId, limit: 10 })).toEqual([second]);
      expect(await log.list({ subject, limit: 1 })).toEqual([second]);
      expect((await log.list({ limit: 1000 })).length).toBeGreaterThanOrEqual(3);
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

      expect(await log.list({ subject, limit: 10 })).toEqual([entry(1, { subject })]);
    });
  });
}
