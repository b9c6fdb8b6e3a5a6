import { contexts } from './contexts.ts';
import { processesOf } from './event-core.ts';

/** Commands that process managers of earlier versions have planned, and those of today do not. */
const PLANNED_BEFORE: Readonly<Record<string, readonly string[]>> = {
  'agencies-of-punti-inps': ['ReleaseReservation'],
  'authorizations-follow-point': ['RestoreOperatorAuthorization'],
  'points-follow-protocol': [
    'EndPuntoClienteWithProtocol',
    'TransferPuntoClienteCoverage',
    'SuspendPuntoClienteByPolicy',
    'LiftSuspensionOfPuntoCliente',
  ],
};

describe('A command that an earlier version has planned and not given', () => {
  it.each(Object.entries(PLANNED_BEFORE))('may still be given by %s', (name, commands) => {
    const gives = processesOf(contexts).find((process) => process.name === name)?.gives;

    expect([...(gives ?? [])]).toEqual(expect.arrayContaining([...commands]));
  });
});
