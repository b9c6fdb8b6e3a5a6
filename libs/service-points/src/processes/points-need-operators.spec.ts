import { processManager } from '#kernel/specification';
import type { OperatorAuthorizationEvent } from '../domain/authorization/events.ts';
import type { PuntoClienteEvent } from '../domain/events.ts';
import type { OperatorRosterEvent } from '../domain/roster/events.ts';
import { pointsNeedOperators } from './points-need-operators.ts';

type Entry = [
  PuntoClienteEvent | OperatorAuthorizationEvent | OperatorRosterEvent,
  { stream: string; metadata?: { commandId?: string } },
];

const POINT = { stream: 'PuntoCliente-point-1' };
const ROSTER = { stream: 'OperatorRoster-point-1' };
const onAuthorization = (id: string) => ({ stream: `OperatorAuthorization-${id}` });

const activated: Entry = [
  { type: 'PuntoClienteActivated', data: { kind: 'SERVIZIO', protocolId: 'p-1', activatedOn: '2026-02-10' } },
  POINT,
];
/** As earlier versions wrote it. */
const activatedWithNames: Entry = [
  {
    type: 'PuntoClienteActivated',
    data: {
      ...{ kind: 'SERVIZIO', protocolId: 'p-1', activatedOn: '2026-02-10' },
      operatorsNamed: [{ operatorId: 'op-1', trainedOn: '2026-02-01' }],
    },
  },
  POINT,
];
const renewed: Entry = [
  {
    type: 'PuntoClienteCoverageTransferred',
    data: { kind: 'SERVIZIO', previousProtocolId: 'p-1', protocolId: 'p-2', transferredOn: '2026-02-22' },
  },
  POINT,
];
const entered = (id: string, entryId = `grant-${id}`): Entry => [
  {
    type: 'OperatorRosterEntered',
    data: {
      ...{ pointId: 'point-1', authorizationId: id, subject: `s-${id}`, entryId },
      ...{ until: '2026-02-10T10:00:00.000Z', region: '08', province: '037', host: 'host-1' },
    },
  },
  ROSTER,
];
const left = (id: string, entryId = `grant-${id}`, wasGranted = false): Entry => [
  { type: 'OperatorRosterLeft', data: { pointId: 'point-1', authorizationId: id, entryId, wasGranted } },
  ROSTER,
];
const granted = (id: string): Entry => [
  {
    type: 'OperatorAuthorizationGranted',
    data: {
      ...{ pointId: 'point-1', protocolId: 'p-1', profiles: ['PRENOTAZIONE'], grantedOn: '2026-02-10' },
      ...{ nextReviewOn: '2027-02-10', endsUnlessReviewedOn: '2027-03-13', from: 'REQUESTED', to: 'GRANTED' },
    },
  },
  onAuthorization(id),
];
const revoked = (id: string, revokedOn = '2026-02-22'): Entry => [
  {
    type: 'OperatorAuthorizationRevoked',
    data: { pointId: 'point-1', reason: 'HOST_REQUEST', revokedOn, from: 'GRANTED', to: 'REVOKED' },
  },
  onAuthorization(id),
];
const authorizationSuspended = (id: string): Entry => [
  {
    type: 'OperatorAuthorizationSuspended',
    data: { pointId: 'point-1', reason: 'TRAINING', suspendedOn: '2026-02-15', from: 'GRANTED', to: 'SUSPENDED' },
  },
  onAuthorization(id),
];
const suspend = (suspendedOn: string, protocolId = 'p-1') => ({
  name: 'SuspendPuntoClienteByPolicy',
  data: { pointId: 'point-1', protocolId, reason: 'NO_AUTHORISED_OPERATOR', suspendedOn },
});

const process = processManager(pointsNeedOperators);

describe('K6: an entry in the roster whose act never came ends nothing that stands without it', () => {
  const staffed = [entered('a'), granted('a'), activated];

  it('the resumption of the only authorisation died between its claim and its act', () => {
    process
      .given(...staffed, authorizationSuspended('a'), left('a', 'grant-a', true), entered('a', 'resume-a'))
      .thenCommands();
    process
      .given(
        ...[...staffed, authorizationSuspended('a'), left('a', 'grant-a', true)],
        ...[entered('a', 'resume-a'), left('a', 'resume-a')],
      )
      .thenCommands();
  });

  it('and the authorisation ends like any other afterwards', () => {
    process
      .given(...staffed, entered('a', 'resume-a'), left('a', 'resume-a'), revoked('a'))
      .thenCommands(suspend('2026-02-22'));
  });

  it('of two grants of one authorisation at once, the one that was refused', () => {
    process
      .given(entered('a'), entered('a', 'grant-again'), granted('a'), activated, left('a', 'grant-again'))
      .thenCommands();
    process.given(entered('a'), entered('a', 'grant-again'), activated, left('a')).thenCommands();
  });

  it('where nothing stands without it, nobody is left', () => {
    const { commands } = process.given(entered('a'), activated, left('a'));
    expect(commands.map(({ name }) => name)).toEqual(['SuspendPuntoClienteByPolicy']);
  });
});

describe('K6: a point of an earlier version, whose operators were named in its activation, waits for no grant', () => {
  it('it is not suspended when its protocol is renewed, nor by a grant that came to nothing', () => {
    process.given(activatedWithNames, renewed).thenCommands();
    process.given(activatedWithNames, renewed, entered('a'), left('a')).thenCommands();
  });

  it('nor where the activation was read by an earlier version, which did not remember the names', () => {
    const before = { kind: 'SERVIZIO', protocolId: 'p-1', standing: [], lacks: false };
    const react = (state: unknown, [event, envelope]: Entry) =>
      pointsNeedOperators.react(
        state,
        { ...event, ...envelope, recordedAt: '2026-03-01T10:00:00.000Z' } as never,
        'point-1',
      );
    expect(react(before, renewed).commands ?? []).toEqual([]);
    const claimed = react(before, entered('a'));
    expect(react(claimed.state, left('a')).commands ?? []).toEqual([]);
  });

  it('once somebody was authorised, the end of the last authorisation suspends it like any other', () => {
    process.given(activatedWithNames, entered('a'), granted('a'), revoked('a')).thenCommands(suspend('2026-02-22'));
  });
});

describe('T1: a point without operators is suspended from the day on which it had none', () => {
  it('an activation that is recorded late begins with the authorisation that held on its day', () => {
    process.given(entered('a'), granted('a'), revoked('a'), activated).thenCommands(suspend('2026-02-22'));
    process
      .given(entered('a'), granted('a'), revoked('a', '2026-02-05'), activated)
      .thenCommands(suspend('2026-02-10'));
  });

  it('a renewal that is written before the suspension does not take it away', () => {
    process
      .given(entered('a'), granted('a'), activated, revoked('a'), renewed)
      .thenCommands(suspend('2026-02-22', 'p-2'));
  });
});
