import type { LocalDate } from '#italy';
import { coveredUntil, type CoveringSteps } from '#protocols';
import { EXPECTING, momentOfDay, type DatedKind, type DatedThing } from '#use-cases';

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
  /** The protocol under which it goes on. */
  readonly protocolId?: string | undefined;
}

/** What of the dated facts of a thing says whether it receives people, and where. */
interface Facts {
  readonly state?: string;
  readonly kind?: string;
  readonly region?: string;
  readonly municipality?: string;
  readonly protocolId?: string;
}

/** The state in which a seat or point receives people; a Punto INPS that is established does not yet. */
const ACTIVE: Readonly<Record<string, string>> = {
  ...{ TerritorialUnit: 'ESTABLISHED', PuntoCliente: 'ACTIVE', PuntoInps: 'OPEN' },
};

/** The stretches of days on which a thing receives people at one place, as it is known now, with what is set of it for later. */
export function presencesOf(thing: DatedThing, kind: DatedKind): Presence[] {
  const presences: Presence[] = [];
  let open: Presence | undefined;
  const known = kind.asKnown(thing, undefined, EXPECTING);
  for (const day of known.days) {
    const facts = known.on(momentOfDay(day)) as Facts | undefined;
    const now = facts && presenceFrom(thing, facts, day);
    if (open && now && isSame(open, now)) continue;
    if (open) presences.push({ ...open, until: day });
    open = now;
  }
  return open ? [...presences, open] : presences;
}

/**
 * A stretch that goes on ends with the protocol that covers the point, where no other follows.
 * @param covering how protocols cover points, by their ids
 */
export function endingWithProtocol(presence: Presence, covering: ReadonlyMap<string, CoveringSteps>): Presence {
  const { id: pointId, from: after, until, protocolId } = presence;
  if (until !== undefined || protocolId === undefined) return presence;
  return { ...presence, until: coveredUntil({ pointId, protocolId, after }, (id) => covering.get(id)) };
}

/** Tells whether somebody is received there at the end of a day. */
export function isThereOn({ from, until }: Presence, day: LocalDate): boolean {
  return from <= day && (until === undefined || day < until);
}

function presenceFrom({ thing, id }: DatedThing, facts: Facts, from: LocalDate): Presence | undefined {
  // Units of the centre are in no region, and receive nobody.
  if (facts.region === undefined || facts.state === undefined || facts.state !== ACTIVE[thing]) return undefined;
  const kind = thing === 'PuntoInps' ? PUNTO_INPS : (facts.kind ?? thing);
  const { municipality, protocolId } = facts;
  return { thing, id, kind, municipality, from, until: undefined, protocolId };
}

function isSame(one: Presence, other: Presence): boolean {
  return one.kind === other.kind && one.municipality === other.municipality && one.protocolId === other.protocolId;
}
