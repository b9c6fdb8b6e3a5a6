import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setImmediate as turn } from 'node:timers/promises';
import type { AccessLogFilter } from '#kernel/ports';
import { WalOnDisk } from '../specification/power-cuts.ts';
import { EmbeddedAccessLog } from './embedded-access-log.ts';

/** The table as version 1 of the file had it. */
const VERSION_1 = `
  CREATE TABLE accesses (
    number   INTEGER PRIMARY KEY AUTOINCREMENT,
    at       TEXT NOT NULL,
    actor_id TEXT NOT NULL,
    role     TEXT NOT NULL,
    office   TEXT,
    purpose  TEXT NOT NULL,
    subject  TEXT NOT NULL,
    fields   TEXT NOT NULL,
    resource TEXT NOT NULL
  ) STRICT;
  CREATE INDEX accesses_subject ON accesses (subject, at);
  CREATE INDEX accesses_actor ON accesses (actor_id, at);
  CREATE INDEX accesses_at ON accesses (at);
  INSERT INTO accesses (at, actor_id, role, purpose, subject, fields, resource)
  VALUES ('2026-03-01T09:00:00.000Z', 'op', 'desk-operator', 'SPORTELLO', 's', '["name"]', 'GET /sheet');
  PRAGMA user_version = 1`;

const AT = '2026-03-01T10:00:00.000Z';
const BEFORE = {
  at: '2026-03-01T09:00:00.000Z',
  ...{ actorId: 'op', role: 'desk-operator', purpose: 'SPORTELLO', subject: 's', fields: ['name'] },
  ...{ resource: 'GET /sheet', outcome: 'READ', id: '1' },
};

describe('the access log of an embedded installation', () => {
  let directory: string;
  let file: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'rete-punti-'));
    file = join(directory, 'work.db');
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  const ofVersion1 = (): void => {
    const older = new DatabaseSync(file);
    older.exec(VERSION_1);
    older.close();
  };

  it('from before refusals stood in it goes on where it is: what was read then is there, and new entries beside it', async () => {
    ofVersion1();
    const log = new EmbeddedAccessLog(file);
    const refused = { at: AT, actorId: 'op', role: 'desk-operator', purpose: 'HoldSlot', fields: [] } as const;
    await log.record([{ ...refused, resource: 'AgendaDay-a', outcome: 'REFUSED', refusal: 'OUTSIDE_TERRITORY' }]);

    expect(await log.list({ limit: 10 })).toMatchObject([{ outcome: 'REFUSED', refusal: 'OUTSIDE_TERRITORY' }, BEFORE]);
    expect((await log.list({ resource: 'GET /sheet', limit: 10 }))[0]).toEqual(BEFORE);
    await log.close();
    const again = new EmbeddedAccessLog(file);
    expect(await again.list({ limit: 10 })).toHaveLength(2);
    await again.close();
  });

  it('from before is read as it is by who only reads', async () => {
    ofVersion1();
    const log = new EmbeddedAccessLog(file, { readOnly: true });

    expect(await log.list({ subject: 's', limit: 10 })).toEqual([BEFORE]);
    await log.close();
  });

  const filters: Omit<AccessLogFilter, 'limit'>[] = [
    {},
    { subject: 's' },
    { actorId: 'a' },
    { resource: 'r' },
    { subject: 's', actorId: 'a' },
    { subject: 's', resource: 'r' },
    { actorId: 'a', resource: 'r' },
    { subject: 's', actorId: 'a', resource: 'r' },
  ];
  it.each(filters.map((filter) => [Object.keys(filter).join(' and ') || 'nothing', filter] as const))(
    'is looked up in an index, in order, by %s, with and without a time, and from page to page',
    async (_what, filter) => {
      const log = new EmbeddedAccessLog(file);
      const after = { at: AT, id: '7' };

      const parts = [{}, { from: AT, before: AT }, { after }, { from: AT, before: AT, after }];
      for (const part of parts) {
        const steps = log.explain({ ...filter, ...part, limit: 10 });
        expect(steps).toEqual([expect.stringMatching(/^(SEARCH|SCAN) accesses USING INDEX accesses_/)]);
        // All entries, newest first, are the one thing that is read from the end of an index.
        if (Object.keys({ ...filter, ...part }).length > 0) expect(steps[0]).toMatch(/^SEARCH/);
      }
      await log.close();
    },
  );
});

describe('an entry of the access log', () => {
  let directory: string;
  let disk: WalOnDisk;
  let accessLog: EmbeddedAccessLog;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'rete-punti-'));
    const file = join(directory, 'work.db');
    disk = new WalOnDisk(file);
    accessLog = new EmbeddedAccessLog(file);
  });
  afterEach(async () => {
    disk.recover();
    disk.release();
    await accessLog.close();
    disk.restore();
    rmSync(directory, { recursive: true });
  });

  const entry = { at: AT, actorId: 'op', role: 'desk-operator', purpose: 'SPORTELLO', subject: 's', fields: ['name'] };
  const record = (): Promise<void> => accessLog.record([{ ...entry, resource: 'GET /sheet', outcome: 'READ' }]);

  async function entriesAfterPowerCut(): Promise<number> {
    const found = new EmbeddedAccessLog(disk.copyTo(mkdtempSync(join(directory, 'cut-'))), { readOnly: true });
    const entries = await found.list({ limit: 10 });
    await found.close();
    return entries.length;
  }

  it('stands on the disk before anything is shown for it', async () => {
    disk.hold();
    let isRecorded = false;
    const recorded = record().then(() => (isRecorded = true));
    while (disk.syncs < 2) await turn();
    for (let number = 0; number < 5; number += 1) await turn();
    expect(isRecorded).toBe(false);
    expect(await entriesAfterPowerCut()).toBe(0);
    let isListed = false;
    const listed = accessLog.list({ limit: 10 }).finally(() => (isListed = true));
    for (let number = 0; number < 5; number += 1) await turn();
    expect(isListed).toBe(false);

    disk.release();
    await recorded;
    expect(await listed).toHaveLength(1);
    expect(await entriesAfterPowerCut()).toBe(1);
  });

  it('is refused where the disk does not keep it, and so is every other one from then on', async () => {
    disk.fail();
    await expect(record()).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    disk.recover();
    await expect(record()).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    await expect(accessLog.list({ limit: 10 })).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
  });
});
