import type { DomainEvent, ProcessManager } from '#kernel/domain';
import { asJson, processManager, type Envelope } from '#kernel/specification';
import { requestSweeper } from './open-requests.ts';
import { accountSweeper } from './operator-accounts.ts';
import { rosterSweeper } from './operator-roster.ts';

const COMMAND = 'command-of-somebody';
const UNTIL = '2026-03-02T08:01:00.000Z';
const at = (stream: string): Envelope => ({ stream, metadata: { commandId: COMMAND } });
const point = { pointId: 'point-1' };
const host = { hostId: 'host-1' };

interface Swept {
  readonly sweeper: ProcessManager;
  readonly entered: DomainEvent;
  readonly left: DomainEvent;
  readonly acted: string;
  readonly release: object;
}

const entry = { authorizationId: 'auth-1', entryId: COMMAND };
const request = { authorizationId: 'auth-1', requestId: COMMAND };
const CASES: readonly [string, Swept][] = [
  [
    'in the roster of a point',
    {
      sweeper: rosterSweeper,
      entered: { type: 'OperatorRosterEntered', data: { ...point, ...entry, until: UNTIL } },
      left: { type: 'OperatorRosterLeft', data: { ...point, ...entry, wasGranted: false } },
      acted: 'OperatorAuthorizationGranted',
      release: { name: 'LeaveOperatorRoster', data: { ...point, entryId: COMMAND, wasGranted: false } },
    },
  ],
  [
    'among the accounts of a host',
    {
      sweeper: accountSweeper,
      entered: { type: 'OperatorAccountEntered', data: { ...host, ...entry, until: UNTIL } },
      left: { type: 'OperatorAccountLeft', data: { ...host, ...entry, wasGranted: false } },
      acted: 'OperatorAuthorizationRequested',
      release: { name: 'LeaveOperatorAccounts', data: { ...host, entryId: COMMAND, wasGranted: false } },
    },
  ],
  [
    'among the open requests of a point',
    {
      sweeper: requestSweeper,
      entered: { type: 'OperatorRequestEntered', data: { ...point, ...request, until: UNTIL } },
      left: { type: 'OperatorRequestLeft', data: { ...point, ...request } },
      acted: 'OperatorAuthorizationRequested',
      release: { name: 'LeaveOperatorRequests', data: { ...point, requestId: COMMAND } },
    },
  ],
];

describe('K6: an entry of an authorisation', () => {
  it.each(CASES)('%s is given back where its command died before the act', (_where, { sweeper, entered, release }) => {
    const { deadlines, thenDeadlines } = processManager(sweeper).given([entered, at('Entries-1')]);
    thenDeadlines([COMMAND, COMMAND, Date.parse(UNTIL), 'SettleClaim']);
    const abandoned = { category: 'OperatorAuthorization', id: 'auth-1', abandonedCommandId: COMMAND };
    const abandon = { name: 'AbandonCommand', data: abandoned };
    expect(asJson([...deadlines.values()][0]?.command)).toEqual(
      asJson({ name: 'SettleClaim', data: { abandon, release } }),
    );
  });

  it.each(CASES)('%s stands once its command has acted, and is over once it was left', (_where, swept) => {
    const { sweeper, entered, left, acted } = swept;
    const process = processManager(sweeper);
    const act: DomainEvent = { type: acted, data: {} };
    process.given([entered, at('Entries-1')], [act, at('OperatorAuthorization-auth-1')]).thenDeadlines();
    process.given([entered, at('Entries-1')], [left, at('Entries-1')]).thenDeadlines();
  });
});
