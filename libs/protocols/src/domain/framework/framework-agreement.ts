import { Type } from '@sinclair/typebox';
import { defineAggregate, defineEvent, defineRefusals, type Absent, type EventsOf } from '#kernel/domain';
import { defineLife, evolvesByLife, LATEST, rectificationOf, type Lived } from '#use-cases/dated';
import { Id, LocalDate, Text } from '#vocabulary';
import { signedOutside } from '../signed-within.ts';
import { Sha256, type Signature } from '../vocabulary.ts';

/** The centre has agreed with a counterpart, which need not host any point, how conventions are concluded. */
export const FrameworkAgreementConcluded = defineEvent({
  type: 'FrameworkAgreementConcluded',
  schema: Type.Object({
    frameworkAgreementId: Id,
    /** Name of the body, for example an association of municipalities. */
    counterpart: Text,
    documentSha256: Sha256,
    signedOn: LocalDate,
    /** First day on which conventions may be signed under it. */
    validFrom: LocalDate,
    /** First day on which they may no longer, unless it ends before. */
    validUntil: LocalDate,
    /** Who sits at the technical table that watches over it, by office, and how often it meets. */
    technicalTable: Type.Optional(Text),
  }),
});

export const FrameworkAgreementTerminated = defineEvent({
  type: 'FrameworkAgreementTerminated',
  schema: Type.Object({
    /** First day on which no convention may be signed under it. */
    endsOn: LocalDate,
    reason: Text,
  }),
});

/** What of it can be corrected. */
const RectifiedFrameworkFields = Type.Partial(
  Type.Object({
    documentSha256: Sha256,
    signedOn: LocalDate,
    validFrom: LocalDate,
    validUntil: LocalDate,
    endsOn: LocalDate,
  }),
);

export const FrameworkAgreementRectified = defineEvent({
  type: 'FrameworkAgreementRectified',
  schema: rectificationOf(RectifiedFrameworkFields, {
    /** What stands, once that is corrected. */
    standing: Type.Object({
      documentSha256: Sha256,
      signedOn: LocalDate,
      validFrom: LocalDate,
      validUntil: LocalDate,
      endsOn: LocalDate,
      /** Why it ends before its term, where it does. */
      reason: Type.Optional(Text),
    }),
  }),
});

export const frameworkEvents = [
  FrameworkAgreementConcluded,
  FrameworkAgreementTerminated,
  FrameworkAgreementRectified,
] as const;
export type FrameworkEvent = EventsOf<typeof frameworkEvents>;

interface Validity {
  readonly id: string;
  readonly validFrom: string;
  /** First day on which it is no longer valid. */
  readonly endsOn: string;
}

interface Known extends Validity {
  readonly documentSha256: string;
  readonly signedOn: string;
  /** When it would end of itself. */
  readonly validUntil: string;
  /** Why it ends before. */
  readonly reason?: string;
}

/** A framework agreement, as far as rules of conventions look at it. */
export type FrameworkAgreement =
  (Validity & { readonly status: 'CONCLUDED' }) | (Validity & { readonly status: 'TERMINATED' });
/** All that is known of one. */
export type KnownFramework = (Known & { readonly status: 'CONCLUDED' }) | (Known & { readonly status: 'TERMINATED' });

/** How its life is told: of itself, it is as its facts say, whatever the day. */
export const frameworkLife = defineLife<KnownFramework, FrameworkEvent>({
  evolve,
  dating: {
    FrameworkAgreementConcluded: { in: ['ABSENT'] },
    FrameworkAgreementTerminated: { in: ['CONCLUDED'] },
  },
  rectifiedBy: 'FrameworkAgreementRectified',
});

/** An accordo quadro, as that of INPS and ANCI of 10-9-2025: at the centre, without points; it never covers any. */
export const frameworkAgreement = defineAggregate<Lived<KnownFramework, FrameworkEvent>, FrameworkEvent>({
  category: 'FrameworkAgreement',
  called: 'the framework agreement',
  codes: {
    notFound: 'FRAMEWORK_AGREEMENT_NOT_FOUND',
    alreadyExists: 'FRAMEWORK_AGREEMENT_ALREADY_CONCLUDED',
    stateForbids: 'FRAMEWORK_AGREEMENT_STATE_FORBIDS',
  },
  evolve: evolvesByLife(frameworkLife, () => LATEST),
  scopeOf: () => ({}),
});

function evolve(state: KnownFramework | Absent, event: FrameworkEvent): KnownFramework {
  switch (event.type) {
    case 'FrameworkAgreementConcluded': {
      const { frameworkAgreementId: id, documentSha256, signedOn, validFrom, validUntil } = event.data;
      return { status: 'CONCLUDED', id, documentSha256, signedOn, validFrom, validUntil, endsOn: validUntil };
    }
    case 'FrameworkAgreementTerminated':
      return { ...(state as KnownFramework), status: 'TERMINATED', ...event.data };
    // What it corrects is folded corrected.
    case 'FrameworkAgreementRectified':
      return state as KnownFramework;
  }
}

/** Why a convention does not follow a framework agreement. */
export const frameworkRefusals = defineRefusals({
  FRAMEWORK_AGREEMENT_NOT_REGISTERED:
    'There is no framework agreement {frameworkAgreementId}: correct the id, or leave it out.',
  FRAMEWORK_AGREEMENT_NEVER_VALID:
    'The framework agreement was ended on {endsOn}, before anything could be signed under it: name another, or none.',
  FRAMEWORK_AGREEMENT_NOT_VALID:
    'The framework agreement is valid from {validFrom} and before {endsOn}, and the later signature of {on} lies outside: ' +
    'correct the date, or have a convention drafted that names another, or none.',
});

/**
 * A convention is drafted under a framework agreement that may be valid on the day on which it is signed. That day may lie
 * ahead, or before today, where the convention is recorded late (T1): its signatures are held against it.
 * @throws DomainError FRAMEWORK_AGREEMENT_NOT_REGISTERED | FRAMEWORK_AGREEMENT_NEVER_VALID
 */
export function requireFrameworkToFollow(
  frameworkAgreementId: string,
  framework: FrameworkAgreement | Absent | undefined,
): asserts framework is FrameworkAgreement {
  if (!framework || framework.status === 'ABSENT') {
    throw frameworkRefusals.FRAMEWORK_AGREEMENT_NOT_REGISTERED({ frameworkAgreementId });
  }
  const { validFrom, endsOn } = framework;
  if (endsOn <= validFrom) throw frameworkRefusals.FRAMEWORK_AGREEMENT_NEVER_VALID({ endsOn });
}

/**
 * A convention follows a framework agreement that is valid when both have signed it; one that has ended takes no new ones, and
 * ends none (rule P8).
 * @param framework undefined where the convention follows none
 * @throws DomainError FRAMEWORK_AGREEMENT_NOT_VALID
 */
export function requireSignedUnder(
  framework: FrameworkAgreement | Absent | undefined,
  signatures: readonly Pick<Signature, 'signedAt'>[],
): void {
  if (!framework || framework.status === 'ABSENT') return;
  const { validFrom, endsOn } = framework;
  const on = signedOutside({ validFrom, validUntil: endsOn }, signatures);
  if (on !== undefined) throw frameworkRefusals.FRAMEWORK_AGREEMENT_NOT_VALID({ validFrom, endsOn, on });
}
