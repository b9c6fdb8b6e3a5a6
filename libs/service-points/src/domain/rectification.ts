import { defineRefusals, type Absent } from '#kernel/domain';
import { addDays, type LocalDate } from '#italy';
import { dateAhead, isEndAsSet, type Inconsistency, type JudgedFact } from '#use-cases/dated';
import type { PuntoClienteEvent } from './events.ts';
import { isAdministrative } from './offered-services.ts';
import { asLeft, suspensionsOf, type PuntoCliente } from './punto-cliente-state.ts';
import { SUSPENSIONS } from './suspension-kind.ts';
import { isEndByProtocol, isSuspensionByPolicy } from './vocabulary.ts';

type Type = PuntoClienteEvent['type'];
type Fact = JudgedFact<PuntoClienteEvent>;

/** What of each fact can be corrected: a date, or the letter with which the point was asked for (T2). */
export const CORRECTABLE: Partial<Readonly<Record<Type, readonly string[]>>> = {
  PuntoClienteRequested: ['requestedOn', 'hostRequest'],
  PuntoClienteApproved: ['approvedOn'],
  PuntoClienteDeclined: ['declinedOn'],
  PuntoClienteActivated: ['activatedOn'],
  PuntoClienteKindChanged: ['changedOn', 'hostRequest'],
  PuntoClienteServicesRevised: ['revisedOn'],
  PuntoClienteRelocated: ['relocatedOn'],
  PuntoClienteSuspended: ['suspendedOn', 'until'],
  PuntoClienteResumed: ['resumedOn'],
  PuntoClienteDeactivated: ['deactivatedOn'],
};

/** What may never have been. An activation that was none is ended, and an end that was none is followed by another activation. */
export const ANNULLABLE: readonly Type[] = [
  'PuntoClienteKindChanged',
  'PuntoClienteServicesRevised',
  'PuntoClienteRelocated',
  'PuntoClienteSuspended',
  'PuntoClienteResumed',
];

const refuse = defineRefusals({
  FACT_FOLLOWS_ANOTHER:
    'The event {revision}, {of}, follows from a protocol, from an authorisation or from the day until which the point was suspended: rectify that.',
});
export const factFollowsAnother = refuse.FACT_FOLLOWS_ANOTHER;

/**
 * Refuses to rectify what policies have brought about: it is as what they followed.
 * @throws DomainError FACT_FOLLOWS_ANOTHER
 */
export function refuseFollowing(fact: Fact, facts: readonly Fact[]): void {
  const { revision, event } = fact;
  if (followsAnother(fact, facts)) throw refuse.FACT_FOLLOWS_ANOTHER({ revision, of: event.type });
}

function followsAnother(fact: Fact, facts: readonly Fact[]): boolean {
  const { event } = fact;
  switch (event.type) {
    case 'PuntoClienteSuspended':
      return isSuspensionByPolicy(event.data.reason);
    case 'PuntoClienteResumed':
      return isSuspensionByPolicy(event.data.reason) || isEndAsSet(SUSPENSIONS, fact, facts);
    case 'PuntoClienteDeactivated':
      return isEndByProtocol(event.data.reason);
    case 'PuntoClienteActivated':
      return event.data.undoes !== undefined;
    default:
      return event.type === 'PuntoClienteCoverageTransferred';
  }
}

/** Looks whether the dates of a corrected fact can be: it has happened, and they follow each other. */
export function inconsistencyOf(event: PuntoClienteEvent, today: LocalDate): Inconsistency | undefined {
  const { type, data } = event;
  const notAfter = (field: string, date: LocalDate | undefined, bound: LocalDate): Inconsistency[] =>
    date !== undefined && date > bound ? [{ field, bound }] : [];
  switch (type) {
    case 'PuntoClienteRequested': {
      const { requestedOn = today, hostRequest } = data;
      return [
        ...notAfter('requestedOn', requestedOn, today),
        ...notAfter('date of hostRequest', hostRequest?.date, requestedOn),
      ][0];
    }
    case 'PuntoClienteKindChanged': {
      const { changedOn, hostRequest } = data;
      return [
        ...notAfter('changedOn', changedOn, today),
        ...notAfter('date of hostRequest', hostRequest?.date, changedOn),
      ][0];
    }
    case 'PuntoClienteSuspended': {
      const { suspendedOn, until } = data;
      const last = until !== undefined && until <= today ? addDays(until, -1) : today;
      return notAfter('suspendedOn', suspendedOn, last)[0];
    }
    default:
      // Of each other fact a date alone can be corrected.
      return dateAhead(event, CORRECTABLE[type] ?? [], today);
  }
}

/** Whether a fact finds what it was decided on. */
export function holds(state: PuntoCliente | Absent, event: PuntoClienteEvent): boolean {
  if (state.status === 'ABSENT') return event.type === 'PuntoClienteRequested';
  const found = event.type === 'PuntoClienteActivated' ? state : asLeft(state);
  const protocolId = 'activity' in found ? found.activity.protocolId : undefined;
  switch (event.type) {
    case 'PuntoClienteActivated':
      return found.kind === event.data.kind && (found.kind !== 'SERVIZIO' || isAdministrative(found.services));
    case 'PuntoClienteKindChanged':
      return found.kind === event.data.previousKind;
    case 'PuntoClienteServicesRevised':
      return found.kind === event.data.kind;
    case 'PuntoClienteSuspended':
      return protocolId === event.data.protocolId && suspensionFor(found, event.data.reason) === undefined;
    case 'PuntoClienteResumed': {
      const { reason, resumedOn } = event.data;
      const standing = suspensionFor(found, reason);
      return standing !== undefined && (standing.until === undefined || resumedOn <= standing.until);
    }
    case 'PuntoClienteCoverageTransferred':
      return protocolId === event.data.previousProtocolId;
    case 'PuntoClienteDeactivated':
      return protocolId === event.data.protocolId;
    default:
      return true;
  }
}

function suspensionFor(point: PuntoCliente, reason: string) {
  return suspensionsOf(point).find((suspension) => suspension.reason === reason);
}
