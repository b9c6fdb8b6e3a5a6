import { defineRefusal } from '#kernel/domain';
import { PuntoClienteActivated, PuntoInpsEstablished } from '#service-points';
import {
  isWithinScope,
  momentOf,
  within,
  type AnyPrincipal,
  type DatedThings,
  type KnownThing,
  type QueryShell,
} from '#use-cases';
import type { LocalDate } from '#vocabulary';

/** What of the dated facts of a point says where it stands, and whose it is. */
interface Facts {
  readonly municipality?: string;
  readonly kind?: string;
  readonly region?: string;
  readonly province?: string;
  /** A Punto INPS has none. */
  readonly host?: { readonly id: string };
}

/** Where a point stands, and of which kind it is. */
interface Standing {
  /** Codice catastale; undefined where nobody said. */
  readonly municipality: string | undefined;
  readonly kind: string;
}

export const pointUnknown = defineRefusal(
  'POINT_UNKNOWN',
  'There is no point {pointId}: look it up in the register of points.',
  'not-found',
);

/** What makes a point a public fact (T5), on whatever day. */
const MAKES_PUBLIC: ReadonlySet<string> = new Set([PuntoClienteActivated.type, PuntoInpsEstablished.type]);

/** Who reads in the registers of points of one that is no public fact, each within their territory or body. */
const READERS_OF_REGISTERS = within('central', 'regional', 'provincial', 'host-operator', 'analyst');

/**
 * Where a point stood at the end of a day, and of which kind it was (T4); for a day before it had any facts, what is first
 * known of it. What was only asked for, or proposed, is told to whom its register is, and to nobody else (T5).
 * @throws DomainError POINT_UNKNOWN (not-found), also to whom it is not told
 */
export async function standingOn(
  pointId: string,
  day: LocalDate,
  { reader, read, principal }: Pick<QueryShell, 'reader' | 'read' | 'principal'>,
  dated: DatedThings,
): Promise<Standing> {
  for (const kind of dated.kinds.filter(({ among }) => among === 'points')) {
    const { things } = await dated.called(reader, kind, [pointId], read);
    const thing = things.get(pointId);
    const known = thing && (kind.asKnown(thing) as KnownThing<Facts>);
    const facts = known && factsOn(known, day);
    if (facts && (isPublic(known) || readsRegister(principal, known.atLast()))) {
      return { municipality: facts.municipality, kind: facts.kind ?? kind.thing };
    }
  }
  throw pointUnknown({ pointId });
}

function factsOn(known: KnownThing<Facts>, day: LocalDate): Facts | undefined {
  for (const each of [day, ...known.days]) {
    const facts = known.on(momentOf(each));
    if (facts) return facts;
  }
  return undefined;
}

function isPublic({ facts }: KnownThing<Facts>): boolean {
  return facts.some(({ counts, event }) => counts && MAKES_PUBLIC.has(event.type));
}

function readsRegister(principal: AnyPrincipal | undefined, { region, province, host }: Facts = {}): boolean {
  if (!principal || principal.role === 'policy' || !READERS_OF_REGISTERS.roles.includes(principal.role)) return false;
  return isWithinScope(principal, {
    ...(region === undefined ? {} : { region }),
    ...(province === undefined ? {} : { province }),
    ...(host === undefined ? {} : { host: host.id }),
  });
}
