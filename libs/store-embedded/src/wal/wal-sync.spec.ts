import fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WalSync } from './wal-sync.ts';

describe('the sync of a WAL', () => {
  let directory: string;
  let file: string;
  const real = { ...fs };
  beforeEach(() => {
    directory = fs.mkdtempSync(join(tmpdir(), 'rete-punti-'));
    file = join(directory, 'events.db');
    fs.writeFileSync(file, '');
  });
  afterEach(() => {
    Object.assign(fs, { fsyncSync: real.fsyncSync });
    fs.rmSync(directory, { recursive: true });
  });

  function directorySyncsEndWith(code: string): void {
    const fsyncSync = (): void => {
      throw Object.assign(new Error(code), { code });
    };
    Object.assign(fs, { fsyncSync });
  }

  it('counts for nothing where there is none, but before the first commit', async () => {
    const sync = new WalSync(file);
    expect(sync.end).toBe(Infinity);
    sync.committed(1);

    expect(() => sync.now()).toThrow(expect.objectContaining({ code: 'OUTCOME_UNKNOWN' }));
    await expect(sync.reached()).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    sync.close();
  });

  it.each(['EINVAL', 'EPERM', 'EACCES', 'ENOTSUP'])('goes on where no directory is synced (%s)', (code) => {
    fs.writeFileSync(`${file}-wal`, '');
    directorySyncsEndWith(code);

    new WalSync(file).close();
  });

  it('fails where the directory is not synced for another reason', () => {
    fs.writeFileSync(`${file}-wal`, '');
    directorySyncsEndWith('EIO');

    expect(() => new WalSync(file)).toThrow(expect.objectContaining({ code: 'STORE_UNAVAILABLE' }));
  });
});
