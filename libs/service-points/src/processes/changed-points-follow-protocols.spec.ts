import { processManager } from '#kernel/specification';
import type { PuntoClienteEvent } from '../domain/events.ts';
import { moves } from '../specification/sample-point.ts';
import { changedPointsFollowProtocols } from './changed-points-follow-protocols.ts';

type Entry = [PuntoClienteEvent, { stream: string; recordedAt?: string }];
const POINT = { stream: 'PuntoCliente-a' };

const activated: Entry = [
  { type: 'PuntoClienteActivated', data: { kind: 'SERVIZIO', protocolId: 'p-1', activatedOn: '2026-03-02' } },
  POINT,
];
const transferred: Entry = [
  {
    type: 'PuntoClienteCoverageTransferred',
    data: { kind: 'SERVIZIO', previousProtocolId: 'p-1', protocolId: 'p-2', transferredOn: '2026-03-05' },
  },
  POINT,
];
const changed: Entry = [
  {
    type: 'PuntoClienteKindChanged',
    data: {
      ...{ kind: 'INFORMATIVO', previousKind: 'SERVIZIO', services: ['stato-domanda'], changedOn: '2026-03-03' },
      ...moves('ACTIVE', 'ACTIVE'),
    },
  },
  POINT,
];
const rectified = (of: PuntoClienteEvent['type']): Entry => [
  {
    type: 'PuntoClienteRectified',
    data: {
      ...{ rectifies: 2, of, annuls: true, reason: 'x', act: { authority: 'x', number: '1', date: '2026-03-12' } },
      ...{ on: '2026-03-03', kind: 'SERVIZIO', ...moves('ACTIVE', 'ACTIVE') },
      standing: { suspensions: [], activity: { protocolId: 'p-3', from: '2026-03-01' } },
    },
  },
  POINT,
];
const align = (protocolId: string) => ({ name: 'AlignPuntoClienteWithProtocol', data: { pointId: 'a', protocolId } });

describe('P7: a point that becomes one of another kind is looked at', () => {
  const process = processManager(changedPointsFollowProtocols);

  it('T1: under each protocol that it ever had activity under, the last one first', () => {
    process.given(changed).thenCommands();
    process.given(activated, changed).thenCommands(align('p-1'));
    process.given(activated, transferred, changed).thenCommands(align('p-2'), align('p-1'));
  });

  it('T1: and one that is activated for days that have passed, also under the protocols to which it passes again', () => {
    const [late] = activated;
    const recorded = (day: string): Entry => [late, { ...POINT, recordedAt: `${day}T09:00:00.000Z` }];
    process.given(recorded('2026-03-03')).thenCommands(align('p-1'));
    process.given(transferred, recorded('2026-03-06')).thenCommands(align('p-1'), align('p-2'));
    process.given(transferred, recorded('2026-03-02')).thenCommands();
  });

  it('P6, T2: and one that has passed on another day: what the older one leaves of the days between, the newer one finds', () => {
    const passed = rectified('PuntoClienteCoverageTransferred');
    process.given(activated, passed).thenCommands(align('p-1'), align('p-3'));
  });

  it('T1: and one that has ended on a day that has passed: an activation of a later day may count again', () => {
    const ended = (day: string): Entry => [
      {
        type: 'PuntoClienteDeactivated',
        data: {
          ...{ kind: 'SERVIZIO', protocolId: 'p-1', reason: 'HOST_REQUEST', deactivatedOn: '2026-03-03' },
          ...moves('ACTIVE', 'DEACTIVATED'),
        },
      },
      { ...POINT, recordedAt: `${day}T09:00:00.000Z` },
    ];
    process.given(activated, ended('2026-03-04')).thenCommands(align('p-1'));
    process.given(activated, ended('2026-03-03')).thenCommands();
  });

  it('T2: and where a change of its kind, its activation or its end is rectified, or stands again', () => {
    const facts = [
      'PuntoClienteKindChanged',
      'PuntoClienteActivated',
      'PuntoClienteDeactivated',
      'PuntoClienteRectified',
    ] as const;
    for (const fact of facts) {
      process.given(activated, rectified(fact)).thenCommands(align('p-3'), align('p-1'));
    }
    process.given(activated, rectified('PuntoClienteRelocated')).thenCommands();
  });
});
