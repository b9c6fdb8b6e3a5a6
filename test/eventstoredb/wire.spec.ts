import { randomUUID } from 'node:crypto';
import { credentials, type ServiceError } from '@grpc/grpc-js';
import type {
  AppendResp,
  BatchAppendReq,
  BatchAppendResp,
  ReadResp,
} from '@eventstore/db-client/generated/streams_pb.js';
import { all, converse, type Conversation } from './conversation.ts';
import {
  Empty,
  ServerFeaturesClient,
  shared,
  streamIdentifier,
  streamName,
  streams,
  StreamsClient,
  Timestamp,
} from './protocol.ts';
import { uuidString, uuidStructured, uuidText } from './uuid.ts';

type Expect = (options: BatchAppendReq.Options) => void;
const noStream: Expect = (options) => void options.setNoStream(new Empty());
const revision =
  (number: number): Expect =>
  (options) =>
    void options.setStreamPosition(String(number));

/** As a real 24.6.0 server answered, to stubs that know nothing of the client. */
describe('the test EventStoreDB, on the wire', () => {
  let talk: Conversation;
  let stub: InstanceType<typeof StreamsClient>;
  let address: string;
  beforeAll(async () => {
    talk = await converse();
    address = new URL(talk.server.connectionString).host;
    stub = new StreamsClient(address, credentials.createInsecure());
  });
  afterAll(async () => {
    stub.close();
    await talk.close();
  });

  function proposal(properties: Record<string, string> = { type: 'T', 'content-type': 'application/json' }) {
    const message = new streams.BatchAppendReq.ProposedMessage();
    message.setId(uuidString(randomUUID()));
    for (const [name, value] of Object.entries(properties)) message.getMetadataMap().set(name, value);
    message.setData(Buffer.from('{}'));
    return message;
  }

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

  /** Sends requests over one call, and takes so many answers. */
  async function batchAppend(
    requests: readonly BatchAppendReq[],
    answers = requests.length,
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

  const errorOf = (answer: BatchAppendResp | undefined) => {
    const error = answer!.getError()!;
    const details = error.getDetails()!;
    return [error.getCode(), details.getTypeUrl(), Buffer.from(details.getValue_asU8()).toString('hex')];
  };
  const typeUrl = (name: string): string => `type.googleapis.com/event_store.client.${name}`;

  describe('BatchAppend', () => {
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
      request.getOptions()!.setDeadline(Timestamp.fromDate(new Date(Date.now() + 200)));
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

    it('still answers when the client has closed its half', async () => {
      const call = stub.batchAppend();
      const answered = new Promise((resolve) => call.once('data', resolve));
      let ended = false;
      call.on('end', () => (ended = true)).on('error', () => {});
      call.end(batch(talk.fresh(), noStream));
      await answered;
      await talk.written(1);
      expect(ended).toBe(false);
      call.cancel();
    });
  });

  describe('Append', () => {
    type Message = ReturnType<typeof proposal>;
    function append(stream: string, expected: (options: AppendOptions) => void, message: Message = proposal()) {
      const [header, entry] = [new streams.AppendReq(), new streams.AppendReq()];
      const options = new streams.AppendReq.Options();
      options.setStreamIdentifier(streamIdentifier(stream));
      expected(options);
      header.setOptions(options);
      entry.setProposedMessage(streams.AppendReq.ProposedMessage.deserializeBinary(message.serializeBinary()));
      return new Promise<AppendResp>((resolve, reject) => {
        const call = stub.append((error, response) => (error ? reject(error) : resolve(response)));
        call.write(header);
        call.end(entry);
      });
    }
    type AppendOptions = InstanceType<typeof streams.AppendReq.Options>;
    const any = (options: AppendOptions): void => void options.setAny(new shared.Empty());

    it('answers a wrong expected version as an answer, in new fields and old', async () => {
      const stream = await talk.written(3);
      const atSeven = await append(stream, (options) => void options.setRevision('7'));
      const atNone = await append(stream, (options) => void options.setNoStream(new shared.Empty()));
      const missing = await append(talk.fresh(), (options) => void options.setStreamExists(new shared.Empty()));
      expect(atSeven.getWrongExpectedVersion()!.toObject()).toMatchObject({
        ...{ currentRevision: '2', expectedRevision: '7', currentRevision2060: 2, expectedRevision2060: 7 },
      });
      expect(atNone.getWrongExpectedVersion()!.hasExpectedNoStream()).toBe(true);
      expect(missing.getWrongExpectedVersion()!.hasCurrentNoStream()).toBe(true);
      expect(missing.getWrongExpectedVersion()!.hasExpectedStreamExists()).toBe(true);
    });

    const trailersOf = async (call: Promise<unknown>): Promise<[number, string, Record<string, unknown>]> => {
      const error = await call.then(
        () => Promise.reject(new Error('no error')),
        (reason: unknown) => reason as ServiceError,
      );
      return [error.code, error.details, error.metadata.getMap()];
    };

    it('names in its trailers what was refused', async () => {
      const [code, , trailers] = await trailersOf(append(talk.fresh(), any, proposal({ type: 'T' })));
      expect([code, trailers]).toMatchObject([
        3,
        {
          exception: 'missing-required-metadata-property',
          'required-metadata-properties': 'type,content-type',
        },
      ]);
      const tooBig = proposal();
      tooBig.setData(new Uint8Array(1024 * 1024 + 1));
      expect(await trailersOf(append(talk.fresh(), any, tooBig))).toMatchObject([
        ...[3, expect.any(String), { exception: 'maximum-append-size-exceeded', 'maximum-append-size': '1048576' }],
      ]);
    });

    it('does not foresee an id that is none, or no name', async () => {
      for (const id of [uuidString('nonsense'), uuidStructured('00000000-0000-0000-0000-000000000000')]) {
        const message = proposal();
        message.setId(id);
        const [code, details, trailers] = await trailersOf(append(talk.fresh(), any, message));
        expect([code, details]).toEqual([2, 'Exception was thrown by handler.']);
        expect(trailers).not.toHaveProperty('exception');
      }
      expect((await trailersOf(append('', any)))[0]).toBe(2);
    });
  });

  describe('Read', () => {
    function options(stream: string): InstanceType<typeof streams.ReadReq.Options> {
      const from = new streams.ReadReq.Options.StreamOptions();
      from.setStreamIdentifier(streamIdentifier(stream));
      from.setStart(new shared.Empty());
      const made = new streams.ReadReq.Options();
      made.setStream(from);
      made.setCount('100');
      made.setNoFilter(new shared.Empty());
      const uuids = new streams.ReadReq.Options.UUIDOption();
      uuids.setStructured(new shared.Empty());
      made.setUuidOption(uuids);
      return made;
    }
    async function read(made: InstanceType<typeof streams.ReadReq.Options>): Promise<ReadResp[]> {
      const request = new streams.ReadReq();
      request.setOptions(made);
      return all(stub.read(request) as AsyncIterable<ReadResp>);
    }

    it('answers for a missing stream with one message', async () => {
      const missing = talk.fresh();
      const answers = await read(options(missing));
      expect(answers.map((answer) => streamName(answer.getStreamNotFound()?.getStreamIdentifier()))).toEqual([missing]);
    });

    it('answers with nothing from beyond the end', async () => {
      const made = options(await talk.written(2));
      made.getStream()!.setRevision('10');
      expect(await read(made)).toEqual([]);
    });

    it('gives ids in the structured form when asked', async () => {
      const stream = await talk.written(1);
      const [answer] = await read(options(stream));
      const id = answer!.getEvent()!.getEvent()!.getId()!;
      const [event] = await all(talk.client.readStream(stream));
      expect(id.hasStructured()).toBe(true);
      expect(uuidText(id)).toBe(event!.event!.id);
    });

    it('filters the log', async () => {
      const stream = await talk.written(3);
      await talk.written(2);
      const made = options(stream);
      const start = new streams.ReadReq.Options.AllOptions();
      start.setStart(new shared.Empty());
      made.setAll(start);
      const filter = new streams.ReadReq.Options.FilterOptions();
      const expression = new streams.ReadReq.Options.FilterOptions.Expression();
      expression.setPrefixList([stream]);
      filter.setStreamIdentifier(expression);
      filter.setMax(10);
      made.setFilter(filter);
      const answers = await read(made);
      expect(answers.map((answer) => answer.getEvent()!.getEvent()!.getStreamRevision())).toEqual(['0', '1', '2']);
    });

    it('ends with trailers that name a stream that is deleted for ever', async () => {
      const stream = await talk.written(1);
      await talk.client.tombstoneStream(stream);
      const error = await read(options(stream)).then(
        () => undefined,
        (reason: unknown) => reason as ServiceError,
      );
      expect(error).toMatchObject({ code: 9, details: `Event stream '${stream}' is deleted.` });
      expect(error!.metadata.getMap()).toMatchObject({ exception: 'stream-deleted', 'stream-name': stream });
    });
  });

  it('tells what it can do', async () => {
    const features = new ServerFeaturesClient(address, credentials.createInsecure());
    const methods = await new Promise<Record<string, readonly string[]>>((resolve, reject) => {
      features.getSupportedMethods(new shared.Empty(), (error, answer) => {
        if (error) reject(error);
        else
          resolve(
            Object.fromEntries(
              answer.getMethodsList().map((m) => [`${m.getServiceName()}/${m.getMethodName()}`, m.getFeaturesList()]),
            ),
          );
      });
    });
    features.close();
    expect(methods).toMatchObject({
      'event_store.client.streams.streams/read': ['position', 'events'],
      'event_store.client.streams.streams/append': [],
      'event_store.client.streams.streams/delete': [],
      'event_store.client.streams.streams/tombstone': [],
      'event_store.client.streams.streams/batchappend': ['deadline_duration'],
      'event_store.client.persistent_subscriptions.persistentsubscriptions/read': ['stream', 'all'],
    });
  });
});
