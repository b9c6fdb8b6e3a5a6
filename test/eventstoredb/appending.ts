import type { sendUnaryData, ServerReadableStream } from '@grpc/grpc-js';
import type { AppendReq, AppendResp } from '@eventstore/db-client/generated/streams_pb.js';
import { asRefusal } from './answer-stream.ts';
import { excessOf, type AppendLimits } from './append-limits.ts';
import type { AppendOutcome, EventLog } from './event-log.ts';
import { ANY, NO_STREAM, STREAM_EXISTS } from './expected-revision.ts';
import type { Faults } from './faults.ts';
import { isGivenUp } from './given-up.ts';
import { BadProposal, proposedEvent } from './proposals.ts';
import { shared, streamName, streams } from './protocol.ts';
import { appendTooBig, eventTooBig, missingMetadataProperty, streamDeleted, thrownByHandler } from './refusal.ts';

type AppendCall = ServerReadableStream<AppendReq, AppendResp>;
type Expectation = Pick<
  AppendReq.Options,
  'hasNoStream' | 'hasAny' | 'hasStreamExists' | 'hasRevision' | 'getRevision'
>;

/** The expected revision of an append, a deletion or a tombstone, under the server's numbers. */
export function expectedRevision(options: Expectation): number {
  if (options.hasRevision()) return Number(options.getRevision());
  if (options.hasNoStream()) return NO_STREAM;
  if (options.hasStreamExists()) return STREAM_EXISTS;
  return ANY;
}

/** One append in a call of its own: the options first, then each event. */
export function appendHandler(log: EventLog, faults: Faults, limits: AppendLimits) {
  return (call: AppendCall, reply: sendUnaryData<AppendResp>): void => {
    const messages: AppendReq[] = [];
    call.on('data', (message: AppendReq) => messages.push(message));
    call.on('end', () => {
      const append = (): AppendResp => appended(log, limits, messages);
      void answer(faults, call, append).then(
        (response) => response && reply(null, response),
        (error: unknown) => reply(asRefusal(error)),
      );
    });
  };
}

async function answer(faults: Faults, call: AppendCall, append: () => AppendResp): Promise<AppendResp | undefined> {
  if (await isGivenUp(call)) return undefined;
  return faults.meet('append', append);
}

function appended(log: EventLog, limits: AppendLimits, messages: readonly AppendReq[]): AppendResp {
  const options = messages[0]?.getOptions();
  const name = streamName(options?.getStreamIdentifier());
  if (!options || name === '') throw thrownByHandler();
  const events = messages.flatMap((message) => message.getProposedMessage() ?? []).map(toEvent);
  const excess = excessOf(events, limits);
  if (excess) throw excess.of === 'append' ? appendTooBig() : eventTooBig(excess);
  const expected = expectedRevision(options);
  const outcome = log.append(name, expected, events);
  if (outcome.is === 'deleted') throw streamDeleted(name);
  const response = new streams.AppendResp();
  if (outcome.is === 'done') response.setSuccess(success(outcome));
  else response.setWrongExpectedVersion(wrongVersion(expected, outcome.actual));
  return response;
}

function toEvent(message: AppendReq.ProposedMessage): ReturnType<typeof proposedEvent> {
  try {
    return proposedEvent(message);
  } catch (error) {
    if (error instanceof BadProposal && error.what === 'missing-property') throw missingMetadataProperty();
    throw thrownByHandler();
  }
}

function success({ revision, position }: AppendOutcome & { is: 'done' }): AppendResp.Success {
  const done = new streams.AppendResp.Success();
  if (revision < 0) done.setNoStream(new shared.Empty());
  else done.setCurrentRevision(String(revision));
  if (position === undefined) {
    done.setNoPosition(new shared.Empty());
    return done;
  }
  const at = new streams.AppendResp.Position();
  at.setCommitPosition(String(position));
  at.setPreparePosition(String(position));
  done.setPosition(at);
  return done;
}

/** Twice: in today's fields and in those of version 20.6. */
function wrongVersion(expected: number, actual: number): AppendResp.WrongExpectedVersion {
  const wrong = new streams.AppendResp.WrongExpectedVersion();
  if (actual < 0) {
    wrong.setCurrentNoStream(new shared.Empty());
    wrong.setNoStream2060(new shared.Empty());
  } else {
    wrong.setCurrentRevision(String(actual));
    wrong.setCurrentRevision2060(actual);
  }
  if (expected === ANY) {
    wrong.setExpectedAny(new shared.Empty());
    wrong.setAny2060(new shared.Empty());
  } else if (expected === STREAM_EXISTS) {
    wrong.setExpectedStreamExists(new shared.Empty());
    wrong.setStreamExists2060(new shared.Empty());
  } else if (expected === NO_STREAM) {
    wrong.setExpectedNoStream(new shared.Empty());
  } else {
    wrong.setExpectedRevision(String(expected));
    wrong.setExpectedRevision2060(expected);
  }
  return wrong;
}
