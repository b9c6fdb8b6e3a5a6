import { defineRefusals, type Absent } from '#kernel/domain';
import { kindsToCome, protocol, type KindsToCome } from '#protocols';
import type { LocalDate } from '#italy';
import { fact, factsListed } from '#use-cases';
import { LATEST, lifeOnce } from '#use-cases/dated';
import type { PointKind } from '#vocabulary';
import type { PuntoClienteEvent } from '../domain/events.ts';
import { puntoCliente, type LivedPoint } from '../domain/punto-cliente.ts';
import type { PuntoCliente } from '../domain/punto-cliente-state.ts';

/** The protocol that covers a point which has activity. */
export function coveringOf(_input: unknown, point: PuntoCliente | Absent): string | undefined {
  return point.status === 'ACTIVE' || point.status === 'SUSPENDED' ? point.activity.protocolId : undefined;
}

/** The same as far as is known today, whatever day a command is judged on. */
function coveringToday(input: unknown, point: LivedPoint | Absent): string | undefined {
  return point.status === 'ABSENT' ? undefined : coveringOf(input, puntoCliente.judgedOn(point, LATEST));
}

/** What is to come of the protocol that covers a point. */
const toCome = fact(protocol, coveringToday, (found): readonly KindsToCome[] =>
  found.status === 'ABSENT' ? [] : kindsToCome(found.life),
);

/** What is set of the kinds that the protocol of a point allows on later days, and of those that the one which renews it does. */
export const kindsAheadNeeds = {
  toCome,
  ofSuccessors: factsListed(
    fact(protocol, coveringToday, (found): readonly string[] =>
      found.status === 'ABSENT'
        ? []
        : kindsToCome(found.life).flatMap((one) => ('successorId' in one ? [one.successorId] : [])),
    ),
    protocol,
    (found): readonly PointKind[] => (found.status === 'ABSENT' ? [] : found.kinds),
  ),
};

interface KindsAhead {
  readonly toCome?: readonly KindsToCome[] | undefined;
  /** By the ids of protocols. */
  readonly ofSuccessors?: ReadonlyMap<string, readonly PointKind[]> | undefined;
}

export const kindsAheadRefusals = defineRefusals({
  KIND_NOT_COVERED_AHEAD:
    'From {from} on the protocol {protocolId} allows points of kind {kinds}, not {kind}: withdraw what is set for that day first, or choose another kind.',
});

/**
 * Refuses a change that has a point be of a kind which its protocol will not allow, as far as that is set today: what takes
 * effect by then would suspend the point. What is set just after somebody has looked here does suspend it.
 * @param changed recorded late, it may leave the kind that the point has since
 * @param today what has taken effect by then is followed, and refuses nothing
 * @throws DomainError KIND_NOT_COVERED_AHEAD, naming the first such day
 */
export function requireKindAhead(
  { life }: LivedPoint,
  changed: PuntoClienteEvent,
  { toCome: ahead = [], ofSuccessors, today, now }: KindsAhead & { readonly today: LocalDate; readonly now: number },
): void {
  const { told } = puntoCliente;
  const before = told.judgedOn(life, LATEST);
  const after = told.judgedOn(lifeOnce(told, life, now, changed), LATEST);
  const protocolId = coveringOf(undefined, after);
  if (before.status === 'ABSENT' || after.status === 'ABSENT' || protocolId === undefined) return;
  const { kind } = after;
  if (kind === before.kind) return;
  for (const one of ahead.filter(({ from }) => from > today)) {
    const kinds = 'kinds' in one ? one.kinds : (ofSuccessors?.get(one.successorId) ?? []);
    if (kinds.includes(kind)) continue;
    const by = 'kinds' in one ? protocolId : one.successorId;
    throw kindsAheadRefusals.KIND_NOT_COVERED_AHEAD({ from: one.from, protocolId: by, kind, kinds });
  }
}
