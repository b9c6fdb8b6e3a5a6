import { Type } from '@sinclair/typebox';
import { defineAggregate, defineEvent, defineRefusals, type Absent, type EventsOf } from '#kernel/domain';
import { Id, LocalDate, Text } from '#vocabulary';
import { Sha256 } from '../vocabulary.ts';

/** The centre has agreed with a counterpart, which need not host any point, how conventions are concluded. */
export const FrameworkAgreementConcluded = defineEvent({
  type: 'FrameworkAgreementConcluded',
  schema: Type.Object({
    frameworkAgreementId: Id,
    /** Name of the body, for example an association of municipalities. */
    counterpart: Text,
    documentSha256: Sha256,
    signedOn: LocalDate,
    /** First day on which conventions may be drafted under it. */
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
    /** First day on which no convention may be drafted under it. */
    endsOn: LocalDate,
    reason: Text,
  }),
});

export const frameworkEvents = [FrameworkAgreementConcluded, FrameworkAgreementTerminated] as const;
export type FrameworkEvent = EventsOf<typeof frameworkEvents>;

interface Validity {
  readonly id: string;
  readonly validFrom: string;
  /** First day on which it is no longer valid. */
  readonly endsOn: string;
}

/** A framework agreement, as far as rules look at it. */
export type FrameworkAgreement =
  (Validity & { readonly status: 'CONCLUDED' }) | (Validity & { readonly status: 'TERMINATED' });

/** An accordo quadro, as that of INPS and ANCI of 10-9-2025: at the centre, without points; it never covers any. */
export const frameworkAgreement = defineAggregate<FrameworkAgreement, FrameworkEvent>({
  category: 'FrameworkAgreement',
  called: 'the framework agreement',
  codes: {
    notFound: 'FRAMEWORK_AGREEMENT_NOT_FOUND',
    alreadyExists: 'FRAMEWORK_AGREEMENT_ALREADY_CONCLUDED',
    stateForbids: 'FRAMEWORK_AGREEMENT_STATE_FORBIDS',
  },
  evolve: (state, event) => {
    if (event.type === 'FrameworkAgreementConcluded') {
      const { frameworkAgreementId: id, validFrom, validUntil: endsOn } = event.data;
      return { status: 'CONCLUDED', id, validFrom, endsOn };
    }
    return { ...(state as FrameworkAgreement), status: 'TERMINATED', endsOn: event.data.endsOn };
  },
  scopeOf: () => ({}),
});

/** What {@link requireValidFramework} refuses. */
export const frameworkRefusals = defineRefusals({
  FRAMEWORK_AGREEMENT_NOT_REGISTERED:
    'There is no framework agreement {frameworkAgreementId}: correct the id, or leave it out.',
  FRAMEWORK_AGREEMENT_NOT_VALID:
    'The framework agreement is valid from {validFrom} and before {endsOn}: {on} lies outside. Name another, or none.',
});

/**
 * A convention is drafted under a framework agreement that is valid on that day; one that has ended takes no new ones, and
 * ends none (rule P8).
 * @throws DomainError FRAMEWORK_AGREEMENT_NOT_REGISTERED | FRAMEWORK_AGREEMENT_NOT_VALID
 */
export function requireValidFramework(
  frameworkAgreementId: string,
  framework: FrameworkAgreement | Absent | undefined,
  on: string,
): void {
  if (!framework || framework.status === 'ABSENT') {
    throw frameworkRefusals.FRAMEWORK_AGREEMENT_NOT_REGISTERED({ frameworkAgreementId });
  }
  const { validFrom, endsOn } = framework;
  if (on < validFrom || on >= endsOn) throw frameworkRefusals.FRAMEWORK_AGREEMENT_NOT_VALID({ validFrom, endsOn, on });
}
