import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from '../database.ts';
import { ProcessTable } from './process-table.ts';
import { openWorkFile } from './work-schema.ts';

describe('what process managers owe, in SQLite', () => {
  let directory: string;
  let database: Database;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'rete-punti-'));
    database = openWorkFile(join(directory, 'work.db'), {});
  });
  afterEach(async () => {
    database.close();
    await rm(directory, { recursive: true });
  });

  it('is found by its key, at the cost of what there is of that key alone', () => {
    const statements: string[] = [];
    const watched = new Proxy(database, {
      get: (target, name: keyof Database) =>
        name === 'prepare' || name === 'prepareRows'
          ? (sql: string) => {
              statements.push(sql);
              return target[name](sql);
            }
          : Reflect.get(target, name),
    });
    new ProcessTable(watched);
    const ofKey = statements.filter((sql) => !sql.startsWith('INSERT') && sql.includes('AND key = ?'));
    expect(ofKey.length).toBeGreaterThan(3);
    for (const sql of ofKey) {
      const [plan] = database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all('points', 'p1');
      expect([sql, plan?.detail]).toEqual([sql, expect.stringContaining('(process=? AND key=?)')]);
    }
  });
});
