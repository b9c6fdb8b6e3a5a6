import type { Absent } from '#kernel/domain';
import type { LocalDate } from '#italy';
import { defineDatedAggregate, defineLife, setWithSuspension, type FactAmong, type Lived } from '#use-cases/dated';
import type { PuntoClienteEvent } from './events.ts';
import { aside, evolve, isLeftEnded, isResumedBy, type PuntoCliente } from './punto-cliente-state.ts';
import { SUSPENSIONS } from './suspension-kind.ts';
import { isEndByProtocol } from './vocabulary.ts';

const ACTIVE = ['ACTIVE', 'SUSPENDED'] as const;
const STANDING = ['APPROVED', ...ACTIVE] as const;

/** Tells whether a point has no activity since the end on a day. */
function isEndOf(state: PuntoCliente, endedOn: LocalDate): boolean {
  return state.status === 'DEACTIVATED' && state.ended.on === endedOn;
}

function isUnder(state: PuntoCliente, protocolId: string): boolean {
  return 'activity' in state && state.activity.protocolId === protocolId;
}

function hasPassedTo(state: PuntoCliente, protocolId: string, on: LocalDate): boolean {
  return isUnder(state, protocolId) && 'activity' in state && state.activity.from === on;
}

/** How the life of a point is told by legal dates. */
export const puntoClienteLife = defineLife<PuntoCliente, PuntoClienteEvent>({
  evolve,
  aside,
  dating: {
    PuntoClienteRequested: { date: 'requestedOn' },
    PuntoClienteApproved: { in: ['REQUESTED'], date: 'approvedOn' },
    PuntoClienteDeclined: { in: ['REQUESTED'], date: 'declinedOn' },
    PuntoClienteActivated: {
      in: ['APPROVED', 'DEACTIVATED'],
      when: (state: PuntoCliente, { undoes, asLeft }) =>
        undoes === undefined || (isEndOf(state, undoes) && !(asLeft && isLeftEnded(state))),
      date: 'activatedOn',
    },
    PuntoClienteKindChanged: { in: STANDING, date: 'changedOn' },
    // A change of kind says what is offered from then on: what was said for the kind of before counts no longer (K4).
    PuntoClienteServicesRevised: {
      in: [...STANDING, 'DEACTIVATED'],
      when: ({ kind }: PuntoCliente, revised) => kind === revised.kind,
      date: 'revisedOn',
    },
    PuntoClienteRelocated: { in: [...STANDING, 'DEACTIVATED'], date: 'relocatedOn' },
    PuntoClienteSuspended: { in: ACTIVE, date: 'suspendedOn' },
    PuntoClienteResumed: {
      in: ['SUSPENDED'],
      when: (state: PuntoCliente, resumption, among: FactAmong<PuntoClienteEvent>) =>
        isResumedBy(state, resumption, setWithSuspension(SUSPENSIONS, among)),
      date: 'resumedOn',
    },
    // How one protocol ends is nothing to an activity under another, which became known since.
    PuntoClienteCoverageTransferred: {
      in: ACTIVE,
      when: (state: PuntoCliente, { previousProtocolId }) => isUnder(state, previousProtocolId),
      date: 'transferredOn',
    },
    PuntoClienteDeactivated: {
      in: ACTIVE,
      // That a passage was in error is nothing to an activity under the same protocol that did not begin by that.
      when: (state: PuntoCliente, { reason, protocolId, passedTo, deactivatedOn }) => {
        if (!isEndByProtocol(reason)) return true;
        return passedTo === undefined ? isUnder(state, protocolId) : hasPassedTo(state, passedTo, deactivatedOn);
      },
      date: 'deactivatedOn',
    },
  },
  rectifiedBy: 'PuntoClienteRectified',
});

/** A virtual desk of the institute at a hosting body (INPS circolare 119/2011). */
export const puntoCliente = defineDatedAggregate<PuntoCliente, PuntoClienteEvent>({
  category: 'PuntoCliente',
  called: 'the point',
  codes: {
    notFound: 'PUNTO_CLIENTE_NOT_FOUND',
    alreadyExists: 'PUNTO_CLIENTE_ALREADY_REQUESTED',
    stateForbids: 'PUNTO_CLIENTE_STATE_FORBIDS',
  },
  told: puntoClienteLife,
  scopeOf: ({ region, province, host }) => ({ region, province, host: host.id }),
});

/** A point with all that was written of it. */
export type LivedPoint = Lived<PuntoCliente, PuntoClienteEvent>;

/** Revision of the last event of a point; undefined where there is none. */
export function lastRevisionOf(point: LivedPoint | Absent): number | undefined {
  return point.status === 'ABSENT' ? undefined : point.life.at(-1)?.revision;
}
