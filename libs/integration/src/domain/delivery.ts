import { toTimestamp, type Recording } from '#kernel/domain';
import type { DeliveryEvent } from './delivery-events.ts';

export const DELIVERY_STATES = ['UNPROVEN', 'ACTIVE', 'PAUSED', 'STOPPED'] as const;
type DeliveryState = (typeof DELIVERY_STATES)[number];

/** An event that is left out. */
export interface Skipped {
  readonly number: number;
  /** Id of the book in which it has the number; absent where earlier versions have written that. */
  readonly book?: string;
}

/** Most keys of before that sign at once. */
export const MOST_FORMER_KEYS = 4;

/** Keys of an endpoint that were replaced. */
export interface FormerKeys {
  /** Which of its keys. */
  readonly keys: number;
  /** They sign up to this moment, RFC 3339. */
  readonly until: string;
}

/**
 * Those of some keys that still sign.
 * @param now milliseconds since the epoch
 */
export function stillSigning(former: readonly FormerKeys[], now: number): readonly FormerKeys[] {
  return former.filter(({ until }) => until > toTimestamp(now));
}

/** How the events of a subscription are sent to its endpoint. */
export interface Delivery {
  readonly status: DeliveryState;
  readonly url: string;
  /** Which keys sign, from 1. */
  readonly keys: number;
  /** When their secret halves were shown, RFC 3339; absent before. */
  readonly secretsShownAt?: string;
  /** Keys of before, which sign too for a time. */
  readonly former: readonly FormerKeys[];
  /** Grows whenever its owner wants something tried or sent again. */
  readonly turn: number;
  /** What was to be sent once more, the last time that this was wanted. */
  readonly replay?: { readonly turn: number; readonly from?: number; readonly since?: string };
  /** What is left out. */
  readonly skipped: readonly Skipped[];
  /** Why nothing is sent: a reason of its owner, or a code. */
  readonly why?: string;
}

/** The life of a delivery; it begins with an endpoint. */
export function evolveDelivery(
  known: Delivery | undefined,
  event: DeliveryEvent,
  at?: Pick<Recording, 'recordedAt'>,
): Delivery {
  if (event.type === 'SubscriptionEndpointSet') {
    const { url, keys } = event.data;
    const { turn = 0, replay, skipped = [] } = known ?? {};
    const made = { status: 'UNPROVEN' as const, url, keys, former: [], turn: turn + 1, skipped };
    return replay ? { ...made, replay } : made;
  }
  if (!known) throw new TypeError(`${event.type} of a subscription without an endpoint`);
  switch (event.type) {
    case 'SubscriptionEndpointProven':
      return { ...known, status: 'ACTIVE' };
    case 'SubscriptionKeysRotated': {
      const { keys, formerUntil } = event.data;
      const { secretsShownAt: _ofThoseOfBefore, ...rest } = known;
      return { ...rest, keys, former: formerOf(known, formerUntil, at?.recordedAt ?? '') };
    }
    case 'SubscriptionSecretsShown':
      return { ...known, secretsShownAt: at?.recordedAt ?? '' };
    case 'SubscriptionDeliveryPaused':
      return { ...known, status: 'PAUSED', why: event.data.reason };
    case 'SubscriptionDeliveryStopped':
      return { ...known, status: 'STOPPED', why: event.data.why };
    case 'SubscriptionDeliveryResumed': {
      const { why: _over, ...rest } = known;
      return { ...rest, status: 'ACTIVE', turn: known.turn + 1 };
    }
    case 'SubscriptionDeliveryReplayed': {
      const { from, since } = event.data;
      const turn = known.turn + 1;
      const place = from === undefined ? (since === undefined ? {} : { since }) : { from };
      return { ...known, turn, replay: { turn, ...place } };
    }
    case 'SubscriptionEventSkipped': {
      const { number, book } = event.data;
      return { ...known, skipped: [...known.skipped, book === undefined ? { number } : { number, book }] };
    }
  }
}

/** Earlier keys sign as long as was said of them; none does any more where no time is left to those that are replaced now. */
function formerOf({ keys, former }: Delivery, until: string, recordedAt: string): readonly FormerKeys[] {
  if (until <= recordedAt) return [];
  return [{ keys, until }, ...former.filter((one) => one.until > recordedAt)];
}
