import { EventEmitter } from 'node:events';
import type { BatchAppendReq, BatchAppendResp } from '@eventstore/db-client/generated/streams_pb.js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import status from '@eventstore/db-client/generated/status_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import type { ClientDuplexStream } from '@grpc/grpc-js';
import any from 'google-protobuf/google/protobuf/any_pb.js';
import { failureOf } from '../connection/failure.ts';
import type { Append } from './append-message.ts';
import { AppendStream } from './append-stream.ts';

const APPEND: Append = {
  ...{ outer: 'north.S-1', expectedRevision: 3 },
  proposals: [{ id: '0b8f2b52-7f4a-4d5e-9f6e-3f2f5a6f7a10', type: 'Happened', data: '{"n":1}', metadata: '{}' }],
};
const LONG = 60_000;

/** A call that keeps what is written, and is answered by hand. */
class Call extends EventEmitter {
  readonly written: BatchAppendReq[] = [];
  isCancelled = false;

  write(message: BatchAppendReq): boolean {
    this.written.push(message);
    return true;
  }

  cancel(): void {
    this.isCancelled = true;
  }

  /** The server's answer to what was written so manyth. */
  answer(index: number, revision = 4): BatchAppendResp {
    const success = new streams.BatchAppendResp.Success();
    success.setCurrentRevision(String(revision));
    const position = new shared.AllStreamPosition();
    position.setCommitPosition('99');
    success.setPosition(position);
    const answer = this.empty(index);
    answer.setSuccess(success);
    return answer;
  }

  /** An answer that says nothing. */
  empty(index: number): BatchAppendResp {
    const answer = new streams.BatchAppendResp();
    answer.setCorrelationId(this.written[index]?.getCorrelationId());
    return answer;
  }

  /** @param message in the words of the server; absent for a refusal without any detail */
  refusal(index: number, message?: string): BatchAppendResp {
    const refused = new status.Status();
    if (message !== undefined) {
      refused.setMessage(message);
      const detail = new any.Any();
      detail.setTypeUrl('type.googleapis.com/google.protobuf.Empty');
      refused.setDetails(detail);
    }
    const answer = this.empty(index);
    answer.setError(refused);
    return answer;
  }
}

describe('a stream of appends', () => {
  let call: Call;
  let appends: AppendStream;
  let told: Error[];
  beforeEach(() => {
    call = new Call();
    told = [];
    appends = streamOver(call);
  });

  const streamOver = (one: Call, isShared = true): AppendStream =>
    new AppendStream({
      call: one as unknown as ClientDuplexStream<BatchAppendReq, BatchAppendResp>,
      isShared,
      onError: (error) => told.push(error),
    });

  const failed = (code: number): Error => Object.assign(new Error('it failed'), { code });
  const failure = (write: Promise<unknown>): Promise<string> => write.then(() => 'none', failureOf);

  it('gives each answer to the append it is for, in whatever order they come', async () => {
    const both = Promise.all([appends.write(APPEND, LONG), appends.write(APPEND, LONG)]);

    call.emit('data', call.answer(1, 8));
    call.emit('data', call.answer(0, 4));

    expect(await both).toEqual([
      { nextExpectedRevision: 4n, position: { commit: 99n } },
      { nextExpectedRevision: 8n, position: { commit: 99n } },
    ]);
  });

  it('passes over an answer that comes too late, or twice', async () => {
    const late = appends.write(APPEND, 1);
    expect(await failure(late)).toBe('unknown');

    call.emit('data', call.answer(0));
    const next = appends.write(APPEND, LONG);
    call.emit('data', call.answer(1));
    call.emit('data', call.answer(1));

    expect(await next).toMatchObject({ nextExpectedRevision: 4n });
  });

  it('says of whoever was denied at the door that nothing was done', async () => {
    const write = failure(appends.write(APPEND, LONG));

    call.emit('error', failed(7));

    expect(await write).toBe('denied');
    expect([appends.isOver, told]).toMatchObject([true, [{ code: 7 }]]);
  });

  it('says so no more once it has been answered', async () => {
    const first = appends.write(APPEND, LONG);
    call.emit('data', call.answer(0));
    await first;
    const write = failure(appends.write(APPEND, LONG));

    call.emit('error', failed(7));

    expect(await write).toBe('unknown');
  });

  it('for one append alone fails with what the call failed with', async () => {
    const alone = streamOver(call, false).write(APPEND);

    call.emit('error', Object.assign(failed(14), { message: 'No connection established' }));

    expect(await failure(alone)).toBe('not-sent');
  });

  it('that leaves an append unanswered takes no more, as it may be stuck', async () => {
    await failure(appends.write(APPEND, 1));

    expect([appends.isOver, call.isCancelled]).toEqual([true, true]);
  });

  it('whose server takes nothing says so to whoever knows of other nodes', async () => {
    const write = failure(appends.write(APPEND, LONG));

    call.emit('data', call.refusal(0, 'Server Is Not Ready'));

    expect(await write).toBe('not-ready');
    expect(told).toMatchObject([{ type: 'unavailable' }]);
  });

  it.each([
    ['neither success nor refusal', (index: number) => call.empty(index)],
    ['a refusal without its reason', (index: number) => call.refusal(index)],
  ])('takes an answer with %s for no answer', async (_case, answer) => {
    const write = failure(appends.write(APPEND, LONG));

    call.emit('data', answer(0));

    expect(await write).toBe('unknown');
  });

  it('refuses a revision that is none before anything is sent', () => {
    expect(() => appends.write({ ...APPEND, expectedRevision: 1.5 }, LONG)).toThrow(RangeError);
    expect(call.written).toEqual([]);
  });

  it('that the server ends without an error is over, too', async () => {
    const write = failure(appends.write(APPEND, LONG));

    call.emit('end');

    expect([await write, appends.isOver, told]).toEqual(['unknown', true, []]);
  });

  it('that is left ends with the last answer that is due', async () => {
    const write = appends.write(APPEND, LONG);

    appends.leave();
    expect([appends.isOver, call.isCancelled]).toEqual([true, false]);
    call.emit('data', call.answer(0));

    await write;
    expect(call.isCancelled).toBe(true);
  });
});
