import { credentials, type ServiceError } from '@grpc/grpc-js';
import type { AppendResp, ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import { all } from './conversation.ts';
import { ServerFeaturesClient, shared, streamIdentifier, streamName, streams } from './protocol.ts';
import { converseRaw, proposal, type RawConversation } from './stubs.ts';
import { uuidString, uuidStructured, uuidText } from './uuid.ts';

/** As a real 24.6.0 server answered, to stubs that know nothing of the client. */
describe('the test EventStoreDB, on the wire', () => {
  let talk: RawConversation;
  beforeAll(async () => {
    talk = await converseRaw();
  });
  afterAll(() => talk.close());

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
        const call = talk.stub.append((error, response) => (error ? reject(error) : resolve(response)));
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
      return all(talk.stub.read(request) as AsyncIterable<ReadResp>);
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
    const features = new ServerFeaturesClient(talk.address, credentials.createInsecure());
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
