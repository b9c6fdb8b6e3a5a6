import { processManager, type Envelope } from '#kernel/specification';
import type { DomainEvent } from '#kernel/domain';
import { openedAgenda } from '../specification/sample-agenda.ts';
import { agendasOfferAsPuntoInps } from './agendas-offer-as-punto-inps.ts';

type Entry = [DomainEvent, Envelope];
const POINT: Envelope = { stream: 'PuntoInps-inps-1' };
const opened = (agendaId: string, owner: object = { kind: 'PUNTO_INPS', unit: 'DP-RIETI', point: 'inps-1' }): Entry => [
  openedAgenda({ agendaId, owner: owner as never }),
  { stream: `Agenda-${agendaId}` as never },
];
const revised: Entry = [{ type: 'PuntoInpsServicesRevised', data: { services: [], revisedOn: '2026-03-02' } }, POINT];
const rectified: Entry = [{ type: 'PuntoInpsRectified', data: { of: 'PuntoInpsServicesRevised' } }, POINT];
const offer = (agendaId: string) => ({ name: 'OfferAsPoint', data: { agendaId, puntoInpsId: 'inps-1' } });

describe('K1: agendas offer what their Punto INPS does', () => {
  const process = processManager(agendasOfferAsPuntoInps);

  it('whichever comes first in the log, the agenda or what the point offers', () => {
    process.given(opened('a'), opened('b'), revised).thenCommands(offer('a'), offer('b'));
    process.given(revised, opened('late')).thenCommands(offer('late'));
  });

  it('T2: also once a revision is rectified', () => {
    process.given(opened('a'), revised, rectified).thenCommands(offer('a'));
  });

  it('those of units are not concerned', () => {
    process.given(opened('a', { kind: 'UNIT_DESK', unit: 'DP-RIETI' }), revised).thenCommands();
  });
});
