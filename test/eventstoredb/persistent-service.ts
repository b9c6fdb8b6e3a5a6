import type { sendUnaryData, ServerUnaryCall, UntypedServiceImplementation } from '@grpc/grpc-js';
import type {
  CreateReq,
  DeleteReq,
  GetInfoReq,
  ListReq,
  ReadReq,
  ReplayParkedReq,
  UpdateReq,
} from '@eventstore/db-client/generated/persistent_pb.js';
import { asRefusal } from './answer-stream.ts';
import { Consumer, type ConsumerCall } from './consumer.ts';
import type { Faults } from './faults.ts';
import { ALL } from './group-definition.ts';
import { infoOf } from './group-info.ts';
import { persistent, streamName } from './protocol.ts';
import { thrownByHandler } from './refusal.ts';
import type { SubscriptionGroups } from './subscription-groups.ts';
import type { SubscriptionGroup, Verdict } from './subscription-group.ts';
import { uuidText } from './uuid.ts';

/** The service `PersistentSubscriptions`. */
export function persistentService(groups: SubscriptionGroups, faults: Faults): UntypedServiceImplementation {
  const unary =
    <Request, Response>(answer: (request: Request) => Response) =>
    (call: ServerUnaryCall<Request, Response>, reply: sendUnaryData<Response>): void => {
      void (async () => faults.meet('persistent', () => answer(call.request)))().then(
        (response) => response && reply(null, response),
        (error: unknown) => reply(asRefusal(error)),
      );
    };
  return {
    create: unary((request: CreateReq) => {
      groups.create(request.getOptions()!);
      return new persistent.CreateResp();
    }),
    update: unary((request: UpdateReq) => {
      groups.update(request.getOptions()!);
      return new persistent.UpdateResp();
    }),
    delete: unary((request: DeleteReq) => {
      groups.delete(sourceOf(request.getOptions()!), request.getOptions()!.getGroupName());
      return new persistent.DeleteResp();
    }),
    getInfo: unary((request: GetInfoReq) => {
      const response = new persistent.GetInfoResp();
      response.setSubscriptionInfo(infoOf(groupOf(groups, request.getOptions()!), groups.log));
      return response;
    }),
    list: unary((request: ListReq) => {
      const source = request.getOptions()?.getListForStream();
      const stream = source && (source.hasAll() ? ALL : streamName(source.getStream()));
      const response = new persistent.ListResp();
      response.setSubscriptionsList(groups.list(stream).map((group) => infoOf(group, groups.log)));
      return response;
    }),
    replayParked: unary((request: ReplayParkedReq) => {
      const options = request.getOptions()!;
      groupOf(groups, options).replayParked(options.hasStopAt() ? Number(options.getStopAt()) : Infinity);
      return new persistent.ReplayParkedResp();
    }),
    read: (call: ConsumerCall) => consume(groups, faults, call),
  };
}

interface Named {
  hasAll(): boolean;
  getStreamIdentifier(): Parameters<typeof streamName>[0];
  getGroupName(): string;
}

const sourceOf = (options: Omit<Named, 'getGroupName'>): string =>
  options.hasAll() ? ALL : streamName(options.getStreamIdentifier());

const groupOf = (groups: SubscriptionGroups, options: Named): SubscriptionGroup =>
  groups.find(sourceOf(options), options.getGroupName());

/** One consumer: its options first, then what it answers for. */
function consume(groups: SubscriptionGroups, faults: Faults, call: ConsumerCall): void {
  let joined: { readonly group: SubscriptionGroup; readonly consumer: Consumer } | undefined;
  const join = async (options: ReadReq.Options): Promise<void> => {
    const consumer = new Consumer(call, options);
    try {
      await faults.meet('persistent', () => {
        const group = groupOf(groups, options);
        joined = { group, consumer };
        group.connect(consumer);
      });
    } catch (error) {
      consumer.answers.fail(error);
    }
  };
  call.on('data', (request: ReadReq) => {
    const options = request.getOptions();
    if (options) void join(options);
    else if (joined) answered(joined.group, joined.consumer, request);
    else call.emit('error', thrownByHandler());
  });
  call.on('end', () => joined?.consumer.answers.end());
}

function answered(group: SubscriptionGroup, consumer: Consumer, request: ReadReq): void {
  const [ack, nack] = [request.getAck(), request.getNack()];
  const ids = (ack ?? nack)?.getIdsList().flatMap((id) => uuidText(id) ?? []) ?? [];
  if (ack) group.answer(consumer, ids, 'ack', '');
  if (nack) group.answer(consumer, ids, verdictOf(nack), nack.getReason());
}

/** An unknown action is taken for a retry. */
function verdictOf(nack: ReadReq.Nack): Verdict {
  const verdicts: readonly Verdict[] = ['retry', 'park', 'retry', 'skip', 'stop'];
  return verdicts[nack.getAction()] ?? 'retry';
}
