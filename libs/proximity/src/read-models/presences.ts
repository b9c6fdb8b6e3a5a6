import type { LocalDate } from '#italy';
import { stepsUnderProtocols, type CoveringSteps } from '#protocols';
import { isSuspendedByProtocolsAlone } from '#service-points';
import { outlookOf, type DatedKind, type DatedThing, type Outlook } from '#use-cases';

/** Kind under which all Punti INPS count. */
const PUNTO_INPS = 'PUNTO_INPS';

/** A seat or a point that receives people, for some days. */
export interface Presence {
  /** Category of its stream: `TerritorialUnit`, `PuntoCliente`, `PuntoInps`. */
  readonly thing: string;
  readonly id: string;
  /** Kind of unit or point. */
  readonly kind: string;
  /** Codice catastale; undefined where nobody said. */
  readonly municipality: string | undefined;
  /** First day. */
  readonly from: LocalDate;
  /** First day no longer; undefined while it goes on. */
  readonly until: LocalDate | undefined;
}

/** What is kept of a seat or a point: where it receives people, or would but for its protocol, from day to day. */
export interface KeptPresence extends Pick<Presence, 'thing' | 'id'> {
  readonly outlook: Outlook<ReceivingFacts>;
}

interface ReceivingFacts extends Pick<Presence, 'kind' | 'municipality'> {
  readonly state: string;
  /** The protocol under which it does. */
  readonly protocolId: string | undefined;
  /** Of one that would receive people but for its protocol, for which reasons it does not. */
  readonly suspendedFor?: readonly string[] | undefined;
}

/** What of the dated facts of a thing says whether it receives people, and where. */
interface Facts {
  readonly state?: string;
  readonly kind?: string;
  readonly region?: string;
  readonly municipality?: string;
  readonly protocolId?: string;
  readonly suspendedFor?: readonly string[];
}

/** The state in which a seat or point receives people; a Punto INPS that is established does not yet. */
const RECEIVING: Readonly<Record<string, string>> = {
  ...{ TerritorialUnit: 'ESTABLISHED', PuntoCliente: 'ACTIVE', PuntoInps: 'OPEN' },
};

/** What is kept of a seat or a point, as it is known now. */
export function keptPresence(of: DatedThing, kind: DatedKind): KeptPresence {
  const { thing, id } = of;
  return { thing, id, outlook: outlookOf(kind.asKnown(of), (facts) => receivingFacts(thing, facts)) };
}

function receivingFacts(thing: string, facts: Facts): ReceivingFacts | undefined {
  const { state, region, municipality, protocolId, suspendedFor } = facts;
  // Units of the centre are in no region, and receive nobody.
  if (region === undefined || state === undefined) return undefined;
  const kind = thing === 'PuntoInps' ? PUNTO_INPS : (facts.kind ?? thing);
  if (state === RECEIVING[thing]) return { state, kind, municipality, protocolId };
  const isBackWithProtocol = isSuspendedByProtocolsAlone({ state, suspendedFor });
  return isBackWithProtocol ? { state, kind, municipality, protocolId, suspendedFor } : undefined;
}

/**
 * The stretches of days on which a seat or a point receives people at one place: up to today as was written, and after it
 * as far as that is set, also by the protocols that cover a point.
 */
export function presencesOf(
  kept: KeptPresence,
  today: LocalDate,
  coveringOf: (protocolId: string) => CoveringSteps | undefined,
): Presence[] {
  const { thing, id } = kept;
  const steps = stepsUnderProtocols(kept, today, coveringOf);
  return steps.flatMap(({ from, facts }, index): Presence[] => {
    if (!facts || facts.state !== RECEIVING[thing]) return [];
    const { kind, municipality } = facts;
    return [{ thing, id, kind, municipality, from, until: steps[index + 1]?.from }];
  });
}

/** Tells whether somebody is received there at the end of a day. */
export function isThereOn({ from, until }: Presence, day: LocalDate): boolean {
  return from <= day && (until === undefined || day < until);
}
