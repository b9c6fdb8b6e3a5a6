import type { Absent } from '#kernel/domain';
import { addDays, type LocalDate } from '#italy';
import {
  LATEST,
  rectify,
  type Inconsistency,
  type Life,
  type Rectification,
  type RectificationRule,
} from '#use-cases/dated';
import { frameworkLife, type FrameworkEvent, type KnownFramework } from './framework-agreement.ts';

/** What of a framework agreement can be rectified (T2). */
const rule: RectificationRule<KnownFramework, FrameworkEvent> = {
  told: frameworkLife,
  correctable: {
    FrameworkAgreementConcluded: ['documentSha256', 'signedOn', 'validFrom', 'validUntil'],
    FrameworkAgreementTerminated: ['endsOn'],
  },
  annullable: ['FrameworkAgreementTerminated'],
  withWhatFollows: (correction) => [correction],
  inconsistencyOf,
  holds,
  standing: (life) => frameworkLife.judgedOn(life, LATEST) as KnownFramework,
  say: (what, { after: { documentSha256, signedOn, validFrom, validUntil, endsOn, reason } }) => ({
    type: 'FrameworkAgreementRectified',
    data: {
      ...what,
      standing: {
        ...{ documentSha256, signedOn, validFrom, validUntil, endsOn },
        ...(reason === undefined ? {} : { reason }),
      },
    },
  }),
};

/** It was signed, and is valid for a day at least. */
function inconsistencyOf({ type, data }: FrameworkEvent, today: LocalDate): Inconsistency | undefined {
  if (type !== 'FrameworkAgreementConcluded') return undefined;
  const { signedOn, validFrom, validUntil } = data;
  if (signedOn > today) return { field: 'signedOn', bound: today };
  return validFrom < validUntil ? undefined : { field: 'validFrom', bound: addDays(validUntil, -1) };
}

/** It ends before its term within its validity. */
function holds(found: KnownFramework | Absent, { type, data }: FrameworkEvent): boolean {
  if (type !== 'FrameworkAgreementTerminated' || found.status === 'ABSENT') return true;
  return found.validFrom <= data.endsOn && data.endsOn < found.validUntil;
}

/**
 * What rectifies a fact of a framework agreement. Conventions that were signed under it stay under it.
 * @throws DomainError one of `rectificationRefusals` and `otherFactsRefusals`
 */
export function rectifiedFramework(
  rectification: Rectification,
  known: { readonly life: Life<FrameworkEvent>; readonly now: number; readonly today: LocalDate },
): readonly FrameworkEvent[] {
  return rectify(rule, rectification, known).events;
}
