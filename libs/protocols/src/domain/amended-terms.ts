import type { EventOf } from '#kernel/domain';
import { monthsAfter } from '#italy';
import type { PointKind } from '#vocabulary';
import type { ProtocolAmended } from './events.ts';
import type { BindingProtocol } from './protocol-shape.ts';
import { AMENDABLE } from './vocabulary.ts';

/** What an amendment may change; what is absent stays as it is. */
export interface Change {
  readonly points?: readonly string[] | undefined;
  readonly kinds?: readonly PointKind[] | undefined;
  readonly durationMonths?: number | undefined;
}

/** The terms of a protocol, once an amendment is in effect. */
export interface Terms {
  readonly points: readonly string[];
  readonly kinds: readonly PointKind[];
  readonly durationMonths: number;
  /** First day no longer in force, counted from the entry into force. */
  readonly expiresOn: string;
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/** The amendment that is to take effect: one of a later day than the term, as that was shortened since, changes nothing. */
export function amendmentToCome({ amendment, expiresOn }: BindingProtocol): BindingProtocol['amendment'] {
  return amendment && amendment.effectiveDate < expiresOn ? amendment : undefined;
}

/** Which terms an amendment names. */
export function changedTerms(change: Change): (typeof AMENDABLE)[number][] {
  return AMENDABLE.filter((term) => change[term] !== undefined);
}

/** The terms of a protocol as an amendment makes them. */
export function amendedTerms(protocol: BindingProtocol, change: Change): Terms {
  const points = [...new Set(change.points ?? protocol.points)];
  const kinds = [...new Set(change.kinds ?? protocol.kinds)];
  const durationMonths = change.durationMonths ?? protocol.durationMonths;
  return {
    ...{ points, kinds, durationMonths },
    // As it was, it may have been fixed by rules of before.
    expiresOn:
      change.durationMonths === undefined ? protocol.expiresOn : monthsAfter(protocol.effectiveDate, durationMonths),
    added: points.filter((point) => !protocol.points.includes(point)),
    removed: protocol.points.filter((point) => !points.includes(point)),
  };
}

/** What holds once an amendment is in effect: what it does not name stays as it was on its day, whatever was thought then. */
export function termsAfter(
  before: AmendedTerms,
  { changed, points, kinds, durationMonths, expiresOn }: EventOf<typeof ProtocolAmended>['data'],
): AmendedTerms {
  if (!changed) return { points, kinds, durationMonths, expiresOn };
  const isOtherDuration = changed.includes('durationMonths');
  return {
    points: changed.includes('points') ? points : before.points,
    kinds: changed.includes('kinds') ? kinds : before.kinds,
    durationMonths: isOtherDuration ? durationMonths : before.durationMonths,
    expiresOn: isOtherDuration ? expiresOn : before.expiresOn,
  };
}

type AmendedTerms = Pick<BindingProtocol, 'points' | 'kinds' | 'durationMonths' | 'expiresOn'>;
