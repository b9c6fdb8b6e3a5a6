import type { LocalDate } from '#italy';
import { coveringSteps, datedProtocols, type AmendmentOnDate, type CoveringSteps } from '#protocols';
import {
  datedAuthorizations,
  datedPuntiCliente,
  datedPuntiInps,
  type AssignmentOnDate,
  type PremisesOnDate,
} from '#service-points';
import { outlookOf, stepsOf, type DatedThing, type Moment, type Outlook, type Steps } from '#use-cases';

/** A point, as far as it is counted. */
export interface KeptPoint {
  readonly thing: string;
  readonly id: string;
  readonly outlook: Outlook<PointFacts>;
}

interface PointFacts {
  readonly region: string;
  readonly province: string;
  readonly kind: string;
  readonly state: string;
  /** The protocol that covers it, or covered it last. */
  readonly protocolId?: string | undefined;
  /** For which reasons it is suspended; none for a Punto INPS, which no protocol covers. */
  readonly suspendedFor?: readonly string[] | undefined;
}

/** A Punto INPS, also with who works there and what it costs. */
export interface KeptPuntoInps extends KeptPoint {
  readonly thing: 'PuntoInps';
  readonly staff: readonly AssignmentOnDate[];
  readonly premises: readonly PremisesOnDate[];
}

/** A protocol, as far as it is counted and named. */
export interface KeptProtocol {
  readonly thing: 'Protocol';
  readonly id: string;
  /** Id of the hosting body. */
  readonly host: string;
  readonly outlook: Outlook<ProtocolFacts>;
  /** Whenever that was recorded. */
  readonly forwardedOn: LocalDate | undefined;
  /** Which points it covers, and when, with what is to come. */
  readonly covering: CoveringSteps;
  /** Its amendments as acts, whenever they were recorded. */
  readonly amendments: readonly AmendmentOnDate[];
}

interface ProtocolFacts {
  readonly region: string;
  readonly state: string;
  readonly expiresOn: LocalDate | undefined;
  /** RFC 3339; of the later signature. */
  readonly signedAt: string | undefined;
}

/** An authorisation of an operator, as far as it is counted. */
export interface KeptAuthorization {
  readonly thing: 'OperatorAuthorization';
  readonly steps: Steps<{
    readonly pointId: string;
    readonly region: string;
    readonly state: string;
    readonly nextReviewOn: LocalDate | undefined;
    /** When it ends if nobody reviews it. */
    readonly endsUnlessReviewedOn: LocalDate | undefined;
  }>;
}

/** What a dashboard looks at of a thing: little, as it is kept of all things at once. */
export type KeptFacts =
  (KeptPoint & { readonly thing: 'PuntoCliente' }) | KeptPuntoInps | KeptProtocol | KeptAuthorization;

/**
 * What a dashboard looks at of a thing.
 * @param known what was recorded later does not count; everything does when absent
 * @returns undefined for a thing of another kind
 */
export function keptFacts(of: DatedThing, known?: Moment): KeptFacts | undefined {
  const { thing, id } = of;
  switch (thing) {
    case 'PuntoCliente':
      return { thing, id, outlook: outlookOf(datedPuntiCliente.asKnown(of, known), pointFacts) };
    case 'PuntoInps': {
      const point = datedPuntiInps.asKnown(of, known);
      const { staff = [], premises = [] } = point.atLast() ?? {};
      return { thing, id, outlook: outlookOf(point, pointFacts), staff, premises };
    }
    case 'Protocol': {
      const protocol = datedProtocols.asKnown(of, known);
      const { host, forwardedOn, amendments = [] } = protocol.atLast() ?? {};
      const outlook = outlookOf(protocol, ({ region, state, expiresOn, signedAt }) => ({
        ...{ region, state, expiresOn, signedAt },
      }));
      return { thing, id, host: host?.id ?? '', outlook, covering: coveringSteps(protocol), forwardedOn, amendments };
    }
    case 'OperatorAuthorization': {
      const authorization = datedAuthorizations.asKnown(of, known);
      const steps = stepsOf(authorization, ({ pointId, region, state, nextReviewOn, endsUnlessReviewedOn }) => ({
        ...{ pointId, region, state, nextReviewOn, endsUnlessReviewedOn },
      }));
      return { thing, steps };
    }
    default:
      return undefined;
  }
}

function pointFacts({ region, province, kind, state, protocolId, suspendedFor }: PointFacts): PointFacts {
  return { region, province, kind, state, protocolId, ...(suspendedFor?.length ? { suspendedFor } : {}) };
}
