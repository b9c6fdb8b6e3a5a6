import type { ResolvedEvent } from '@eventstore/db-client';
import type { LogServer } from '../connection/log-server.ts';
import { DEFAULT_TIMEOUTS } from '../connection/timeouts.ts';
import { Appender, type Writing } from './appender.ts';

const ID = '0b8f2b52-7f4a-4d5e-9f6e-3f2f5a6f7a10';
const RIVAL = '5a2c1a0e-3a4e-4f6f-8a3e-0a8b7c6d5e4f';
const LOST = Object.assign(new Error('read ECONNRESET'), { type: 'unavailable', code: 14 });
const WRONG = Object.assign(new Error(''), { type: 'wrong-expected-version', actualVersion: 4n });

/** A server that answers appends as told, and holds this in the stream from revision 4 on. */
function serverWith(answers: unknown[], stored: readonly object[]): LogServer {
  const server = {
    ...{ name: 'host:2113', timeouts: DEFAULT_TIMEOUTS, closing: new AbortController().signal },
    call: async () => {
      const answer = answers.shift();
      if (answer instanceof Error) throw answer;
      return answer;
    },
    persist: (action: () => Promise<unknown>) => action(),
    readStream: async () => stored.map((event) => ({ event, commitPosition: 99n })) as unknown as ResolvedEvent[],
  };
  return server as unknown as LogServer;
}

describe('an append refused for its revision', () => {
  const writing: Writing = {
    ...{ outer: 'north.S-1', stream: 'S-1', expectedRevision: 3, isOnlyOurs: () => true },
    proposals: [{ id: ID, type: 'Happened', data: '{"n":1}', metadata: '{}' }],
  };
  const ours = { id: ID, revision: 4n, type: 'Happened', data: { n: 1 }, metadata: {} };
  const write = (answers: unknown[], stored: readonly object[]) =>
    new Appender(serverWith(answers, stored)).write(writing);

  it('after a try of unknown outcome was carried out by that, when these very events stand there', async () => {
    expect(await write([LOST, WRONG], [ours])).toEqual({ revision: 4, positions: ['99'] });
  });

  it.each([
    ['other events stand there', { ...ours, id: RIVAL }],
    ['they stand elsewhere in the stream', { ...ours, revision: 5n }],
    ['the same command wrote other words there', { ...ours, data: { n: 2 } }],
  ])('after a try of unknown outcome is refused when %s', async (_case, stored) => {
    await expect(write([LOST, WRONG], [stored])).rejects.toMatchObject({ code: 'WRONG_EXPECTED_REVISION' });
  });

  it('at the first try is refused, without a look', async () => {
    await expect(write([WRONG], [ours])).rejects.toMatchObject({
      ...{ code: 'WRONG_EXPECTED_REVISION', facts: { stream: 'S-1', expected: 3, actual: 4 } },
    });
  });

  it('is no success either when the server takes it for a repetition in a stream that was deleted', async () => {
    const accepted = { success: true, nextExpectedRevision: 4n };

    await expect(write([accepted], [])).rejects.toMatchObject({ code: 'STREAM_DELETED' });
  });
});
