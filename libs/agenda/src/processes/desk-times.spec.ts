import { give } from '#kernel/domain';
import { processManager } from '#kernel/specification';
import type { AgendaEvent } from '../domain/events/agenda-events.ts';
import { openedAgenda, sampleProfile } from '../specification/sample-agenda.ts';
import { endDeskTime, transferDesk } from '../use-cases/desks/keep-desk-time.ts';
import { deskTimes } from './desk-times.ts';

const band = (bandId: string, deskId?: string): AgendaEvent => ({
  type: 'OpeningBandDefined',
  data: {
    ...{ agendaId: 'a', bandId, weekday: 1, from: '09:00', to: '10:00', capacity: 1, validFrom: '2026-03-02' },
    ...(deskId === undefined ? {} : { deskId }),
  },
});
const { region, province, unit, owner } = sampleProfile;
const transferred: AgendaEvent = {
  type: 'AgendaTransferred',
  data: {
    ...{ agendaId: 'a', owner: { kind: 'PUNTO_INPS', unit, point: 'inps-1' }, region, province, unit },
    previous: { owner, region, province, unit },
  },
};
const closed: AgendaEvent = { type: 'AgendaClosed', data: { agendaId: 'a', effectiveDate: '2026-04-01' } };
const given = (...events: AgendaEvent[]) => processManager(deskTimes).given(openedAgenda(), ...events);

describe('K3: a desk at which an agenda receives', () => {
  it('goes with the agenda to the office to which it passes, each once', () => {
    given(band('b', 'd'), band('c', 'd'), band('e', 'f'), band('g'), transferred).thenCommands(
      give(transferDesk, { deskId: 'd', agendaId: 'a' }, 'd'),
      give(transferDesk, { deskId: 'f', agendaId: 'a' }, 'f'),
    );
  });
});

describe('A2: of an agenda without a desk of others', () => {
  it('nothing is to be freed, and nothing is kept', () => {
    const outcome = given(band('b'), transferred, closed);
    outcome.thenCommands();
    expect(outcome.state('a')).toBeUndefined();
  });

  it('that has one, all hours are free from the day on which it closes', () => {
    given(band('b', 'd'), band('c', 'd'), closed).thenCommands(
      give(endDeskTime, { deskId: 'd', agendaId: 'a', from: '2026-04-01' }, 'd'),
    );
  });
});
