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
import { templateLife, type KnownTemplate, type TemplateEvent } from './protocol-template.ts';

/** What of a template can be rectified (T2). */
const rule: RectificationRule<KnownTemplate, TemplateEvent> = {
  told: templateLife,
  correctable: {
    ProtocolTemplateAdopted: ['textSha256', 'act', 'validFrom', 'validUntil'],
    ProtocolTemplateWithdrawn: ['withdrawnOn'],
  },
  annullable: ['ProtocolTemplateWithdrawn'],
  withWhatFollows: (correction) => [correction],
  inconsistencyOf,
  holds,
  standing: (life) => templateLife.judgedOn(life, LATEST) as KnownTemplate,
  say: (what, { after: { status: state, textSha256, act, validFrom, validUntil, reason } }) => ({
    type: 'ProtocolTemplateRectified',
    data: {
      ...what,
      standing: {
        ...{ state, textSha256, act, validFrom },
        ...(validUntil === undefined ? {} : { validUntil }),
        ...(reason === undefined ? {} : { reason }),
      },
    },
  }),
};

/** It was adopted, and is valid for a day at least. */
function inconsistencyOf({ type, data }: TemplateEvent, today: LocalDate): Inconsistency | undefined {
  if (type !== 'ProtocolTemplateAdopted') return undefined;
  const { act, validFrom, validUntil = LATEST } = data;
  if (act.date > today) return { field: 'act', bound: today };
  return validFrom < validUntil ? undefined : { field: 'validFrom', bound: addDays(validUntil, -1) };
}

/** It is withdrawn within its validity. */
function holds(found: KnownTemplate | Absent, { type, data }: TemplateEvent): boolean {
  if (type !== 'ProtocolTemplateWithdrawn' || found.status === 'ABSENT') return true;
  return found.validFrom <= data.withdrawnOn && data.withdrawnOn < (found.validUntil ?? LATEST);
}

/**
 * What rectifies a fact of a template. Conventions that were drafted after it stay as they are.
 * @throws DomainError one of `rectificationRefusals` and `otherFactsRefusals`
 */
export function rectifiedTemplate(
  rectification: Rectification,
  known: { readonly life: Life<TemplateEvent>; readonly now: number; readonly today: LocalDate },
): readonly TemplateEvent[] {
  return rectify(rule, rectification, known).events;
}
