import type { DomainEvent } from '#kernel/domain';
import { processManager, type Envelope } from '#kernel/specification';
import { openedAgenda } from '../specification/sample-agenda.ts';
import { agendasFollowSeat } from './agendas-follow-seat.ts';

type Entry = [DomainEvent, Envelope];

const [RIETI, FARA] = ['H282', 'D493'];
const opened = (agendaId: string, more: object = { municipality: RIETI }): Entry => [
  openedAgenda({ agendaId, ...more }),
  { stream: `Agenda-${agendaId}` as never },
];
const unitEvent = (type: string, data: object): Entry => [{ type, data }, { stream: 'TerritorialUnit-DP-RIETI' }];
const established = unitEvent('TerritorialUnitEstablished', { municipality: RIETI });
const changed = (municipality: string, more: object = {}) =>
  unitEvent('TerritorialUnitDetailsChanged', { standing: { name: 'Rieti', municipality }, ...more });
const rectified = (standing: object) => unitEvent('TerritorialUnitRectified', { standing });
const relocate = (agendaId: string) => ({ name: 'RelocateAgenda', data: { agendaId } });

describe('T4: the agendas of a unit go with its seat', () => {
  const process = processManager(agendasFollowSeat);

  it('as it moves, also one that is written just after', () => {
    process.given(established, opened('a'), opened('b'), changed(FARA)).thenCommands(relocate('a'), relocate('b'));
    process.given(established, changed(FARA), opened('late')).thenCommands(relocate('late'));
    process.given(established, changed(FARA), opened('a', { municipality: FARA })).thenCommands();
  });

  it('T2: as it is corrected, but not by a rectification of before, which says nothing of it', () => {
    process
      .given(established, opened('a'), rectified({ name: 'Rieti', municipality: FARA }))
      .thenCommands(relocate('a'));
    process.given(established, opened('a'), rectified({ name: 'Rieti' })).thenCommands(relocate('a'));
    process.given(established, opened('a'), rectified({})).thenCommands();
  });

  it('nothing follows from other details, or from a change of an earlier day that leaves the seat of today', () => {
    process.given(established, opened('a'), changed(RIETI, { pec: 'nuova@pec.example.it' })).thenCommands();
    process.given(established, opened('a'), changed(RIETI, { municipality: FARA })).thenCommands();
  });

  it('one of before that does not say where it is stays so until the seat moves', () => {
    process.given(established, opened('a', {})).thenCommands();
    process.given(established, opened('a', {}), changed(FARA)).thenCommands(relocate('a'));
  });

  it('those of a Punto INPS go with the point alone, also those that passed to one', () => {
    const owner = { kind: 'PUNTO_INPS', unit: 'DP-RIETI', point: 'inps-1' };
    process.given(established, opened('a', { owner, municipality: RIETI }), changed(FARA)).thenCommands();
    const passed: Entry = [
      { type: 'AgendaTransferred', data: { agendaId: 'a', owner, previous: { owner: { unit: 'DP-RIETI' } } } },
      { stream: 'Agenda-a' },
    ];
    process.given(established, opened('a'), passed, changed(FARA)).thenCommands();
  });
});
