import { SPEC_COMMAND_ID } from '#kernel/specification';
import { deriveId } from '#kernel/domain';
import { specify } from '#use-cases/specification';
import { agenda } from '../domain/agenda/agenda.ts';
import { agendaFacts } from '../domain/agenda/agenda-facts.ts';
import type { AgendaEvent } from '../domain/events/agenda-events.ts';
import { openedAgenda, sampleProfile } from '../specification/sample-agenda.ts';
import { hold, NOON } from '../specification/sample-day.ts';
import { when } from '../specification/when-on-day.ts';
import { holdSlot } from './hold-slot.ts';
import { openAgenda } from './open-agenda.ts';
import { transferAgenda } from './transfer-agenda.ts';
import {
  endAgendaWithPoint,
  offerAsPoint,
  openBookingsWithPoint,
  reopenAgendaWithPoint,
  shutAgendaWithPoint,
} from './with-punto-inps.ts';

const spec = specify(agenda);
const named = { agendaId: 'a', puntoInpsId: 'inps-1' };
const owner = { kind: 'PUNTO_INPS' as const, unit: 'DP-RIETI', point: 'inps-1' };
const place = { region: '12', province: '057', unit: 'DP-RIETI' };
const municipality = 'H282';
const point = {
  ...{ status: 'ESTABLISHED', id: 'inps-1', region: '12', province: '057', municipality, referenceUnit: 'DP-RIETI' },
  services: [{ serviceId: 'accoglienza-orientamento' }, { serviceId: 'duplicato-certificazione-unica' }],
};
const services = ['duplicato-certificazione-unica'];
const band: AgendaEvent = {
  type: 'OpeningBandDefined',
  data: { agendaId: 'a', bandId: 'b', weekday: 1, from: '12:00', to: '13:00', capacity: 1, validFrom: '2026-01-01' },
};
const awaiting = openedAgenda({ owner, awaitsPoint: true });
const received: AgendaEvent = { type: 'AgendaBookingsOpened', data: named };
const closureOf = (cause: string) => deriveId('ClosureWithPoint', `inps-1 ${cause}`);
const shut = (from: string, until: string, cause: string, reason = 'Punto INPS sospeso'): AgendaEvent => ({
  type: 'ClosureDeclared',
  data: { agendaId: 'a', closureId: closureOf(cause), from, until, reason },
});

describe('K3: an agenda may be opened for a Punto INPS from its establishment on', () => {
  const { agendaId: _id, region: _region, province: _province, unit: _unit, ...profile } = sampleProfile;
  const wanted = { ...profile, owner };
  const unit = { ...place, code: 'DP-RIETI' };
  const usual = { horizonDays: 30, noticeMinutes: 120, holdMinutes: 5 };
  const given = spec.given();
  const agendaId = deriveId('Agenda', SPEC_COMMAND_ID);

  it('of one that is established it awaits the opening, of an open or suspended one it does not', () => {
    given
      .when(openAgenda, wanted, { unit, usual, point })
      .then(openedAgenda({ agendaId, owner, municipality, awaitsPoint: true, services }));
    for (const status of ['OPEN', 'SUSPENDED']) {
      given
        .when(openAgenda, wanted, { unit, usual, point: { ...point, status } })
        .then(openedAgenda({ agendaId, owner, municipality, services }));
    }
  });

  it('one that does not exist is refused, and one that is only proposed or closed', () => {
    given.when(openAgenda, wanted, { unit, usual }).thenRefused('PUNTO_INPS_UNKNOWN', { point: 'inps-1' });
    for (const status of ['PROPOSED', 'CLOSED']) {
      given
        .when(openAgenda, wanted, { unit, usual, point: { ...point, status } })
        .thenRefused('PUNTO_INPS_WITHOUT_AGENDA', { state: status });
    }
  });

  it('stands where the point does, at its reference unit, for offices of that territory', () => {
    given
      .when(openAgenda, wanted, { unit, usual, point: { ...point, referenceUnit: 'FM-ROMA' } })
      .thenRefused('UNIT_NOT_OF_POINT', { referenceUnit: 'FM-ROMA' });
    given
      .as({ id: 'r', role: 'provincial', province: '058' })
      .when(openAgenda, wanted, { unit, usual, point })
      .thenRefused('OUTSIDE_TERRITORY');
  });
});

describe('K3: nobody books before the Punto INPS is open', () => {
  const agendaAfter = (...events: AgendaEvent[]) =>
    events.reduce((state, event) => agenda.evolve(state, event), agenda.initialState());

  it('a slot of its opening hours is refused, with what to do', () => {
    when(holdSlot, hold(NOON), [], 0, { agenda: agendaAfter(awaiting, band) }).thenRefused('POINT_NOT_OPEN');
    when(holdSlot, hold(NOON), [], 0, { agenda: agendaAfter(awaiting, band, received) }).thenRefused(
      'SLOT_NOT_PLANNED_YET',
    );
  });

  it('people book once the point is open', () => {
    spec.given(awaiting, band).when(openBookingsWithPoint, named).then(received);
    spec.given(awaiting, received).when(openBookingsWithPoint, named).thenRefused('AGENDA_RECEIVES_ALREADY');
    spec.given(openedAgenda()).when(openBookingsWithPoint, named).thenRefused('AGENDA_RECEIVES_ALREADY');
  });

  it('tells others whose it is, and when it is open', () => {
    expect(agendaFacts(agendaAfter(awaiting, band))).toMatchObject({ owner, bands: [{ bandId: 'b' }] });
    expect(agendaFacts({ status: 'ABSENT' })).toBeUndefined();
  });
});

describe('K7: an agenda is shut while its Punto INPS is suspended', () => {
  const open = spec.given(openedAgenda({ owner }));

  it('up to the end of the suspension, or for good until the point is resumed, from today on', () => {
    const suspension = { ...named, suspendedOn: '2026-02-25' };
    open
      .when(shutAgendaWithPoint, { ...suspension, until: '2026-03-09' })
      .then(shut('2026-03-02', '2026-03-08', '2026-02-25'));
    open.when(shutAgendaWithPoint, suspension).then(shut('2026-03-02', '2199-12-31', '2026-02-25'));
  });

  it('is not shut twice, nor for days that are over', () => {
    const suspension = { ...named, suspendedOn: '2026-02-25' };
    open.when(shutAgendaWithPoint, { ...suspension, until: '2026-03-02' }).thenRefused('AGENDA_SHUT_ALREADY');
    spec
      .given(openedAgenda({ owner }), shut('2026-03-02', '2026-03-08', '2026-02-25'))
      .when(shutAgendaWithPoint, suspension)
      .thenRefused('AGENDA_SHUT_ALREADY');
  });

  it('gives the days back as the point is resumed', () => {
    const resumption = { ...named, suspendedOn: '2026-02-25' };
    spec
      .given(openedAgenda({ owner }), shut('2026-03-02', '2199-12-31', '2026-02-25'))
      .when(reopenAgendaWithPoint, resumption)
      .then({ type: 'ClosureWithdrawn', data: { agendaId: 'a', closureId: closureOf('2026-02-25') } });
    open.when(reopenAgendaWithPoint, resumption).thenRefused('AGENDA_NOT_SHUT');
  });

  it('T1: is shut again by a suspension that another, recorded late, had taken the place of', () => {
    const suspension = { ...named, suspendedOn: '2026-02-25' };
    const back: AgendaEvent = {
      type: 'ClosureWithdrawn',
      data: { agendaId: 'a', closureId: closureOf('2026-02-25') },
    };
    const reopened = [openedAgenda({ owner }), shut('2026-03-02', '2199-12-31', '2026-02-25'), back];
    const again = shut('2026-03-02', '2199-12-31', '2026-02-25 1');
    spec
      .given(...reopened)
      .when(reopenAgendaWithPoint, suspension)
      .thenRefused('AGENDA_NOT_SHUT');
    spec
      .given(...reopened)
      .when(shutAgendaWithPoint, suspension)
      .then(again);
    spec
      .given(...reopened, again)
      .when(reopenAgendaWithPoint, suspension)
      .then({ type: 'ClosureWithdrawn', data: { agendaId: 'a', closureId: closureOf('2026-02-25 1') } });
  });
});

describe('K3: an agenda ends with its Punto INPS', () => {
  const ended = (effectiveDate: string): AgendaEvent => ({
    type: 'AgendaClosed',
    data: { agendaId: 'a', effectiveDate },
  });
  const end = { ...named, closedOn: '2026-02-25' };

  it('from today on, whatever the legal date of the closure', () => {
    spec.given(openedAgenda({ owner })).when(endAgendaWithPoint, end).then(ended('2026-03-02'));
  });

  it('one that was to end later is shut until then, and one that has ended stays as it is', () => {
    const later = [openedAgenda({ owner }), ended('2026-04-01')];
    const closed = shut('2026-03-02', '2026-03-31', 'Punto INPS chiuso', 'Punto INPS chiuso');
    spec
      .given(...later)
      .when(endAgendaWithPoint, end)
      .then(closed);
    spec
      .given(...later, closed)
      .when(endAgendaWithPoint, end)
      .thenRefused('AGENDA_ENDS_ALREADY');
    spec
      .given(openedAgenda({ owner }), ended('2026-03-01'))
      .when(endAgendaWithPoint, end)
      .thenRefused('AGENDA_ENDS_ALREADY');
  });
});

describe('K3: agendas pass to the Punto INPS that their agency became', () => {
  const desk = openedAgenda({ owner: { kind: 'UNIT_DESK', unit: 'AG-FARA' }, unit: 'AG-FARA' });
  const transferred: AgendaEvent = {
    type: 'AgendaTransferred',
    data: {
      ...{ agendaId: 'a', owner, ...place, municipality, services },
      previous: { owner: { kind: 'UNIT_DESK', unit: 'AG-FARA' }, ...place, unit: 'AG-FARA' },
    },
  };

  it('at its reference unit, where they stand from then on', () => {
    spec
      .given(desk, band)
      .when(transferAgenda, named, { point: { ...point, status: 'OPEN' } })
      .then(transferred);
  });

  it('once, and only to a point that is there', () => {
    spec.given(desk, transferred).when(transferAgenda, named, { point }).thenRefused('NOTHING_TO_TRANSFER');
    spec.given(desk).when(transferAgenda, named, {}).thenRefused('NOTHING_TO_TRANSFER');
  });

  it('go with the point under another reference unit', () => {
    const [moved] = spec
      .given(openedAgenda({ owner }))
      .when(transferAgenda, named, { point: { ...point, referenceUnit: 'FP-RIETI' } })
      .events();
    expect(moved).toMatchObject({
      data: { owner: { unit: 'FP-RIETI' }, unit: 'FP-RIETI', previous: { unit: 'DP-RIETI' } },
    });
  });

  it.each([
    'OpenBookingsWithPoint',
    'ShutAgendaWithPoint',
    'ReopenAgendaWithPoint',
    'EndAgendaWithPoint',
    'TransferAgenda',
    'OfferAsPoint',
  ])('no person gives %s', (name) => {
    const command = [
      ...[openBookingsWithPoint, shutAgendaWithPoint, reopenAgendaWithPoint, endAgendaWithPoint, transferAgenda],
      offerAsPoint,
    ].find((one) => one.name === name);
    expect(command?.by).toEqual([]);
  });
});
