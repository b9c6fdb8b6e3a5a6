import { randomUUID } from 'node:crypto';
import type { BatchAppendReq, BatchAppendResp } from '@eventstore/db-client/generated/streams_pb.js';
import { credentials, type StatusObject } from '@grpc/grpc-js';
import { Empty, shared, streamIdentifier, streamName, streams, StreamsClient, Timestamp } from './protocol.ts';
import { startTestEventStoreDb } from './server.ts';
import { converseRaw, proposal, type RawConversation } from './stubs.ts';
import { uuidString, uuidText } from './uuid.ts';

type Expect = (options: BatchAppendReq.Options) => void;
const noStream: Expect = (options) => void options.setNoStream(new Empty());
const revision =
  (number: number): Expect =>
  (options) =>
    void options.setStreamPosition(String(number));

/** As a real 24.6.0 server answered, to stubs that know nothing of the client. */
describe('the test EventStoreDB, batches on the wire', () => {
  let talk: RawConversation;
  beforeAll(async () => {
    talk = await converseRaw();
  });
  afterAll(() => talk.close());

  function batch(stream: string, expected: Expect, messages = [proposal()]): BatchAppendReq {
    const options = new streams.BatchAppendReq.Options();
    options.setStreamIdentifier(streamIdentifier(stream));
    expected(options);
    const request = new streams.BatchAppendReq();
    request.setCorrelationId(uuidString(randomUUID()));
    request.setOptions(options);
    request.setProposedMessagesList(messages);
    request.setIsFinal(true);
    return request;
  }

  /** Sends requests over one call, and takes so many answers, as they come. */
  async function exchange(
    stub: RawConversation['stub'],
    requests: readonly BatchAppendReq[],
    answers: number,
  ): Promise<BatchAppendResp[]> {
    const call = stub.batchAppend();
    const received: BatchAppendResp[] = [];
    const done = new Promise<void>((resolve, reject) => {
      call.on('data', (answer: BatchAppendResp) => {
        if (received.push(answer) === answers) resolve();
      });
      call.on('error', reject);
    });
    for (const request of requests) call.write(request);
    await done;
    call.removeAllListeners('error').on('error', () => {});
    call.cancel();
    return received;
  }

  /** Answers come in any order; these are in that of the requests. */
  const batchAppend = async (requests: readonly BatchAppendReq[], answers = requests.length) =>
    inOrderOf(requests, await exchange(talk.stub, requests, answers));

  const inOrderOf = (requests: readonly BatchAppendReq[], answers: readonly BatchAppendResp[]): BatchAppendResp[] => {
    const numbers = requests.map((request) => uuidText(request.getCorrelationId()));
    const place = (answer: BatchAppendResp): number => numbers.indexOf(uuidText(answer.getCorrelationId()));
    return answers.toSorted((one, other) => place(one) - place(other));
  };

  const errorOf = (answer: BatchAppendResp | undefined) => {
    const error = answer!.getError()!;
    const details = error.getDetails()!;
    return [error.getCode(), details.getTypeUrl(), Buffer.from(details.getValue_asU8()).toString('hex')];
  };
  const typeUrl = (name: string): string => `type.googleapis.com/event_store.client.${name}`;

  it('answers each append under its correlation id, and leaves the call open after an error', async () => {
    const stream = talk.fresh();
    const requests = [batch(stream, noStream), batch(stream, noStream), batch(stream, revision(0))];
    const answers = await batchAppend(requests);
    expect(answers.map((answer) => answer.hasSuccess())).toEqual([true, false, true]);
    expect(answers.map((answer) => answer.getCorrelationId()!.getString())).toEqual(
      requests.map((request) => request.getCorrelationId()!.getString()),
    );
    expect(answers.map((answer) => streamName(answer.getStreamIdentifier()))).toEqual([stream, stream, stream]);
    expect(answers[1]!.getExpectedStreamPositionCase()).toBe(0);
  });

  it('packs a wrong expected version', async () => {
    const stream = await talk.written(3);
    const exists: Expect = (options) => void options.setStreamExists(new Empty());
    const answers = await batchAppend([
      batch(stream, revision(7)),
      batch(stream, noStream),
      batch(talk.fresh(), exists),
    ]);
    const type = typeUrl('WrongExpectedVersion');
    expect(answers.map(errorOf)).toEqual([
      [6, type, '08021807'],
      [6, type, '08023200'],
      [6, type, '12002a00'],
    ]);
    expect(answers[0]!.getError()!.getMessage()).toBe('WrongExpectedVersion');
  });

  it('packs the other refusals', async () => {
    const tooBig = proposal();
    tooBig.setData(new Uint8Array(1024 * 1024 + 1));
    const gone = await talk.written(1);
    await talk.client.tombstoneStream(gone);
    const late = batch(talk.fresh(), noStream);
    late.getOptions()!.setDeadline(Timestamp.fromDate(new Date(Date.now() - 1000)));
    const [big, deleted, timeout] = await batchAppend([
      batch(talk.fresh(), noStream, [tooBig]),
      batch(gone, noStream),
      late,
    ]);
    expect(errorOf(big)).toEqual([3, typeUrl('MaximumAppendSizeExceeded'), '08808040']);
    const identifier = Buffer.from(streamIdentifier(gone).serializeBinary());
    const inside = Buffer.concat([Buffer.from([0x0a, identifier.length]), identifier]).toString('hex');
    expect(errorOf(deleted)).toEqual([5, typeUrl('StreamDeleted'), inside]);
    expect(errorOf(timeout)).toEqual([4, typeUrl('Timeout'), '']);
  });

  it('answers a bad request twice: then as timed out, with a structured correlation id', async () => {
    const request = batch(talk.fresh(), noStream, [proposal({ type: 'T' })]);
    request.getOptions()!.setDeadline(Timestamp.fromDate(new Date(Date.now() + 3_000)));
    const [bad, timeout] = await batchAppend([request], 2);
    const [code, type, value] = errorOf(bad);
    expect([code, type]).toEqual([3, typeUrl('BadRequest')]);
    expect(shared.BadRequest.deserializeBinary(Buffer.from(String(value), 'hex')).getMessage()).toBe(
      'The given key was not present in the dictionary.',
    );
    expect(errorOf(timeout)).toEqual([4, typeUrl('Timeout'), '']);
    expect(timeout!.getCorrelationId()!.hasStructured()).toBe(true);
    expect(uuidText(timeout!.getCorrelationId())).toBe(request.getCorrelationId()!.getString());
  });

  it('refuses a stream without a name', async () => {
    const [answer] = await batchAppend([batch('', noStream)]);
    expect(errorOf(answer).slice(0, 2)).toEqual([3, typeUrl('BadRequest')]);
  });

  it('puts an append together from several requests', async () => {
    const first = batch(talk.fresh(), noStream);
    first.setIsFinal(false);
    const second = new streams.BatchAppendReq();
    second.setCorrelationId(first.getCorrelationId());
    second.addProposedMessages(proposal());
    second.setIsFinal(true);
    const [answer] = await batchAppend([first, second], 1);
    expect(answer!.getSuccess()!.getCurrentRevision()).toBe('1');
  });

  it('says of an append of nothing that there is no stream', async () => {
    const [answer] = await batchAppend([batch(talk.fresh(), noStream, [])]);
    expect(answer!.getSuccess()!.hasNoStream()).toBe(true);
  });

  it('answers what is due when the client has closed its half, and then ends the call', async () => {
    const call = talk.stub.batchAppend();
    const received: BatchAppendResp[] = [];
    const ended = new Promise<StatusObject>((resolve) => call.on('status', resolve));
    call.on('data', (answer: BatchAppendResp) => received.push(answer));
    const requests = [batch(talk.fresh(), noStream), batch(talk.fresh(), noStream)];
    for (const request of requests) call.write(request);
    call.end();
    expect(await ended).toMatchObject({ code: 0 });
    expect(inOrderOf(requests, received).map((answer) => answer.hasSuccess())).toEqual([true, true]);
  });

  it('comes with its answers in another order, as a real server does now and then: refusals first', async () => {
    const server = await startTestEventStoreDb();
    const stub = new StreamsClient(new URL(server.connectionString).host, credentials.createInsecure());
    const requests = [batch('S', noStream), batch('S', noStream), batch('S', revision(0))];

    const answers = await exchange(stub, requests, 3);

    const numbers = answers.map((answer) => answer.getCorrelationId()!.getString());
    expect(numbers).toEqual([1, 2, 0].map((index) => requests[index]!.getCorrelationId()!.getString()));
    stub.close();
    await server.stop();
  });
});
