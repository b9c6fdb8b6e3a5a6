import type { ResolvedEvent } from '@eventstore/db-client';
import type { SystemError } from '#kernel/domain';
import { closedStore } from '../connection/failure.ts';
import type { LogServer } from '../connection/log-server.ts';
import { Patience } from '../connection/patience.ts';
import { DEFAULT_TIMEOUTS } from '../connection/timeouts.ts';
import { Appender, type Writing } from './appender.ts';

const ID = '0b8f2b52-7f4a-4d5e-9f6e-3f2f5a6f7a10';
const RIVAL = '5a2c1a0e-3a4e-4f6f-8a3e-0a8b7c6d5e4f';
const LOST = Object.assign(new Error('read ECONNRESET'), { type: 'unavailable', code: 14 });
const WRONG = Object.assign(new Error(''), { type: 'wrong-expected-version', actualVersion: 4n });

interface Stored {
  readonly revision: bigint;
}

/** A server that answers appends as told, and whose stream has these events where it is read back. */
function serverWith(answers: unknown[], stored: readonly Stored[]): LogServer {
  const server = {
    ...{ name: 'host:2113', timeouts: DEFAULT_TIMEOUTS, closing: new AbortController().signal },
    append: async () => {
      const answer = answers.shift();
      if (answer instanceof Error) throw answer;
      return answer;
    },
    patience: () => new Patience(DEFAULT_TIMEOUTS.persist, new AbortController().signal),
    again: (patience: Patience) => patience.again(),
    persist: (action: () => Promise<unknown>) => action(),
    readStream: async (_stream: string, { from }: { from: number }) =>
      stored
        .filter(({ revision }) => revision >= from)
        .map((event) => ({ event, commitPosition: 99n })) as unknown as ResolvedEvent[],
  };
  return server as unknown as LogServer;
}

const writing: Writing = {
  ...{ outer: 'north.S-1', stream: 'S-1', expectedRevision: 3 },
  proposals: [{ id: ID, type: 'Happened', data: '{"n":1}', metadata: '{}' }],
};
const ours = { id: ID, revision: 4n, type: 'Happened', data: { n: 1 }, metadata: {} };
const write = (answers: unknown[], stored: readonly Stored[] = [], changes: Partial<Writing> = {}) =>
  new Appender(serverWith(answers, stored)).write({ ...writing, ...changes });
const failed = (fields: object): Error => Object.assign(new Error('it failed'), fields);

describe('an append that fails', () => {
  it.each([
    ['in a handler', failed({ type: 'unknown', code: 2, message: 'Exception was thrown by handler.' })],
    ['with loss of data', failed({ type: 'unknown', code: 15 })],
    ['in words that nobody knows', failed({})],
  ])('%s may have been carried out all the same', async (_case, failure) => {
    await expect(write([failure])).rejects.toMatchObject({ code: 'OUTCOME_UNKNOWN', facts: { stream: 'S-1' } });
  });

  it.each([
    ['the user is denied', failed({ type: 'access-denied', code: 7 })],
    ['an argument is bad', failed({ type: 'unknown', code: 3 })],
    ['the store was closed before', closedStore('host:2113')],
  ])('because %s wrote nothing, unless a try before that may have', async (_case, failure) => {
    await expect(write([failure])).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    await expect(write([LOST, failure])).rejects.toMatchObject({ code: 'OUTCOME_UNKNOWN' });
  });

  it.each([
    [failed({ type: 'maximum-append-size-exceeded', code: 3, maxAppendSize: 4 }), { bytes: 25, limit: 4 }],
    [failed({ type: 'unknown', code: 8, message: 'Received message larger than max (9 vs 8)' }), { bytes: 25 }],
    [failed({ type: 'unknown', message: 'Could not recognize MaximumAppendEventSizeExceeded' }), { bytes: 25 }],
  ])('for its size says so, with the limit where the server tells it', async (failure, facts) => {
    const refused = await write([failure]).catch((error: unknown) => error as SystemError);

    expect(refused).toMatchObject({ code: 'APPEND_TOO_LARGE', facts: { stream: 'S-1', ...facts } });
  });
});

describe('an append that is sent once more', () => {
  it('asks within the time of its request whether the log is still the same', async () => {
    const times: unknown[] = [];
    const refuseOther = async (patience: unknown): Promise<void> => void times.push(patience);
    const accepted = { success: true, nextExpectedRevision: 4n, position: { commit: 99n } };

    await write([LOST, accepted], [], { refuseOther });

    expect(times).toEqual([expect.any(Patience)]);
  });
});

describe('an append that the server accepts', () => {
  const accepted = { success: true, nextExpectedRevision: 4n, position: { commit: 99n } };

  it('stands where the server says, also in a stream that was emptied there', async () => {
    const written = await write([accepted], [], { expectedRevision: 'no-stream' });

    expect(written).toEqual({ revision: 4, positions: ['99'] });
  });

  it('and that has several events is read back for the places of the others', async () => {
    const [first, last] = [{ ...ours, id: RIVAL, revision: 3n }, ours];
    const proposals = [{ ...writing.proposals[0], id: RIVAL }, writing.proposals[0]] as const;

    expect(await write([accepted], [first, last], { proposals })).toEqual({ revision: 4, positions: ['99', '99'] });
    await expect(write([accepted], [last], { proposals })).rejects.toMatchObject({ code: 'OUTCOME_UNKNOWN' });
  });
});

describe('an append refused for its revision', () => {
  it('after a try of unknown outcome was carried out by that, when these very events stand there', async () => {
    expect(await write([LOST, WRONG], [ours])).toEqual({ revision: 4, positions: ['99'] });
  });

  it.each([
    ['other events stand there', { ...ours, id: RIVAL }],
    ['they stand elsewhere in the stream', { ...ours, revision: 5n }],
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
