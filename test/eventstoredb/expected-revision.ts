import type { EventStream } from './event-stream.ts';

/** Expectations other than a revision, under the numbers that the server gives them. */
export const NO_STREAM = -1;
export const ANY = -2;
export const STREAM_EXISTS = -4;

export type Judgement =
  | { readonly is: 'new' }
  /** Written before: the answer is that of the first time. */
  | { readonly is: 'known'; readonly revision: number }
  | { readonly is: 'wrong' }
  | { readonly is: 'deleted' };

const NEW: Judgement = { is: 'new' };
const WRONG: Judgement = { is: 'wrong' };
const DELETED: Judgement = { is: 'deleted' };

/** Whether events with these ids may be written to a stream that is expected to stand somewhere. */
export function judge(stream: EventStream | undefined, expected: number, ids: readonly string[]): Judgement {
  if (stream?.tombstoned) return DELETED;
  const current = stream?.revision ?? -1;
  if (expected === STREAM_EXISTS && current < 0) return WRONG;
  if (expected === STREAM_EXISTS && stream?.isDeleted) return DELETED;
  if (expected === ANY || expected === STREAM_EXISTS) return judgeByIds(stream, ids);
  if (expected > current) return WRONG;
  if (stream === undefined || expected === current) return NEW;
  return judgeByPlaces(stream, expected, ids);
}

/** A known first id makes it a repetition, and then all of them must be known; one that another stream had first is not. */
function judgeByIds(stream: EventStream | undefined, ids: readonly string[]): Judgement {
  const revisions = ids.map((id) => stream?.revisionOf(id));
  if (stream === undefined || revisions[0] === undefined) return NEW;
  const last = revisions.at(-1);
  return last === undefined || revisions.includes(undefined) ? WRONG : { is: 'known', revision: last };
}

/** A revision that the stream has passed: right only if these very events follow it. */
function judgeByPlaces(stream: EventStream, expected: number, ids: readonly string[]): Judgement {
  const known = ids.findIndex((id, index) => stream.events[expected + 1 + index]?.id !== id);
  if (ids.length > 0 && known === -1) return { is: 'known', revision: expected + ids.length };
  const startsAnew = known <= 0 && expected === NO_STREAM && stream.isDeleted;
  return startsAnew ? NEW : WRONG;
}
