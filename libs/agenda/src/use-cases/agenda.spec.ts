import { deriveId } from '#kernel/domain';
import { SPEC_COMMAND_ID } from '#kernel/specification';
import { specify } from '#use-cases/specification';
import { holidayPlaceOf, type Agenda } from '../domain/agenda/agenda-state.ts';
import { agenda } from '../domain/agenda/agenda.ts';
import { isHoliday } from '../domain/calendar/holidays.ts';
import type { AgendaEvent } from '../domain/events/agenda-events.ts';
import { openedAgenda, sampleProfile } from '../specification/sample-agenda.ts';
import { changeAgendaCapacity } from './change-agenda-capacity.ts';
import { closeAgenda } from './close-agenda.ts';
import { declareClosure } from './declare-closure.ts';
import { defineOpeningBand, type DefineOpeningBand } from './define-opening-band.ts';
import { openAgenda } from './open-agenda.ts';
import { withdrawClosure } from './withdraw-closure.ts';
import { withdrawOpeningBand } from './withdraw-opening-band.ts';

const agendaId = 'a';
const opened = openedAgenda();
const band = { weekday: 1, from: '09:00', to: '12:00', capacity: 2, validFrom: '2026-03-02' };
const defined = (bandId: string, overrides = {}): AgendaEvent => ({
  type: 'OpeningBandDefined',
  data: { agendaId, bandId, ...band, ...overrides },
});
const define = (overrides: Partial<DefineOpeningBand> = {}): DefineOpeningBand => ({ agendaId, ...band, ...overrides });
const newBandId = deriveId('OpeningBand', SPEC_COMMAND_ID);
const newClosureId = deriveId('Closure', SPEC_COMMAND_ID);

describe('an agenda', () => {
  const spec = specify(agenda);
  const newId = deriveId('Agenda', SPEC_COMMAND_ID);
  const { owner, name, serviceLine, slotMinutes, modes } = sampleProfile;
  const wanted = { owner, name, serviceLine, slotMinutes, modes };
  const unit = { code: 'DP-RIETI', region: '12', province: '057' };
  const usual = { horizonDays: 30, noticeMinutes: 120, holdMinutes: 5 };

  it('is opened once', () => {
    spec
      .given()
      .when(openAgenda, wanted, { unit, usual })
      .then(openedAgenda({ agendaId: newId }));
    spec.given(opened).when(openAgenda, wanted, { unit, usual }).thenRefused('AGENDA_ALREADY_OPEN');
  });

  it('is for a service line of the catalogue: one mistyped would have a count of its own', () => {
    for (const mistyped of ['PENSIONE', 'PENSIONI_', 'NASPI']) {
      spec
        .given()
        .when(openAgenda, { ...wanted, serviceLine: mistyped }, { unit, usual })
        .thenRefused('SERVICE_LINE_UNKNOWN', { serviceLine: mistyped });
    }
  });

  it('says for itself how far ahead it is booked, or goes by what is usual', () => {
    const own = { horizonDays: 10, noticeMinutes: 0, holdMinutes: 7 };

    spec
      .given()
      .when(openAgenda, { ...wanted, ...own }, { unit, usual })
      .then(openedAgenda({ agendaId: newId, ...own }));
  });

  it('A1: knows the municipality of its unit, whose local holidays it keeps', () => {
    const inRieti = { ...unit, municipality: 'H282' };
    const expected = openedAgenda({ agendaId: newId, municipality: 'H282' });
    spec.given().when(openAgenda, wanted, { unit: inRieti, usual }).then(expected);

    const held = (event: AgendaEvent) => {
      const { profile } = agenda.evolve(agenda.initialState(), event) as Agenda;
      // Santa Barbara, a Friday; and the day that an agenda of before says.
      return ['2026-12-04', '2026-12-07'].map((date) => isHoliday(date, holidayPlaceOf(profile)));
    };
    expect(held(expected)).toEqual([true, false]);
    expect(held(openedAgenda())).toEqual([false, false]);
    expect(held(openedAgenda({ patronSaint: '12-07' }))).toEqual([false, true]);
    expect(held(openedAgenda({ municipality: 'H282', patronSaint: '12-07' }))).toEqual([false, true]);
  });

  it('stands where its unit does, which is established and belongs to a province', () => {
    const elsewhere = { id: 'r', role: 'regional', region: '03' } as const;
    const ofNoPoint = { ...wanted, owner: { kind: 'PUNTO_INPS', unit: 'DP-RIETI' } };

    spec.given().when(openAgenda, wanted, { usual }).thenRefused('UNIT_UNKNOWN', { unit: 'DP-RIETI' });
    spec
      .given()
      .when(openAgenda, wanted, { unit: { code: 'DR-12', region: '12' }, usual })
      .thenRefused('UNIT_HAS_NO_PROVINCE');
    spec.given().as(elsewhere).when(openAgenda, wanted, { unit, usual }).thenRefused('OUTSIDE_TERRITORY');
    // Before anything else that is wrong with it: who may not act there learns no more.
    spec.given().as(elsewhere).when(openAgenda, ofNoPoint, { unit, usual }).thenRefused('OUTSIDE_TERRITORY');
  });

  it('of a Punto INPS names the point', () => {
    const ofPoint = { kind: 'PUNTO_INPS', unit: 'DP-RIETI' } as const;

    spec
      .given()
      .when(openAgenda, { ...wanted, owner: ofPoint }, { unit, usual })
      .thenRefused('POINT_REQUIRED');
  });

  it('that was never opened takes no other command', () => {
    spec.given().when(defineOpeningBand, define()).thenRefused('AGENDA_UNKNOWN');
  });

  it('takes bands that do not overlap; one may begin when another ends', () => {
    spec.given(opened).when(defineOpeningBand, define()).then(defined(newBandId));
    spec
      .given(opened, defined('b'))
      .when(defineOpeningBand, define({ from: '11:59', to: '13:00' }))
      .thenRefused('BAND_OVERLAPS');
    spec
      .given(opened, defined('b'))
      .when(defineOpeningBand, define({ from: '12:00', to: '13:00' }))
      .then(defined(newBandId, { from: '12:00', to: '13:00' }));
    spec
      .given(opened, defined('b'))
      .when(defineOpeningBand, define({ from: '08:00', to: '09:00' }))
      .then(defined(newBandId, { from: '08:00', to: '09:00' }));
    spec
      .given(opened, defined('b'))
      .when(defineOpeningBand, define({ weekday: 2 }))
      .then(defined(newBandId, { weekday: 2 }));
  });

  it('takes bands at the same hours in different times of the year', () => {
    // A Monday, the last one of the winter band.
    const winter = defined('b', { validUntil: '2026-06-01' });

    spec
      .given(opened, winter)
      .when(defineOpeningBand, define({ validFrom: '2026-06-01' }))
      .thenRefused('BAND_OVERLAPS');
    spec
      .given(opened, winter)
      .when(defineOpeningBand, define({ validFrom: '2026-06-02' }))
      .then(defined(newBandId, { validFrom: '2026-06-02' }));
  });

  it('takes no band that holds not one slot, or ends before it begins', () => {
    spec
      .given(opened)
      .when(defineOpeningBand, define({ to: '09:19' }))
      .thenRefused('BAND_TOO_SHORT', { slotMinutes: 20 });
    spec
      .given(opened)
      .when(defineOpeningBand, define({ to: '08:00' }))
      .thenRefused('BAND_CROSSES_MIDNIGHT');
    spec
      .given(opened)
      .when(defineOpeningBand, define({ validUntil: '2026-03-01' }))
      .thenRefused('VALIDITY_REVERSED');
  });

  it('has so many bands and closures, as far as they are not over', () => {
    const bands = (overrides: object) =>
      Array.from({ length: 500 }, (_each, index) => defined(`b${index}`, { weekday: 2, ...overrides }));
    const closures = (until: string) =>
      Array.from({ length: 500 }, (_each, index): AgendaEvent => {
        const data = { agendaId, closureId: `c${index}`, from: '2026-01-01', until, reason: 'Lavori' };
        return { type: 'ClosureDeclared', data };
      });
    const closure = { agendaId, from: '2026-03-10', until: '2026-03-10', reason: 'Lavori' };

    spec
      .given(opened, ...bands({}))
      .when(defineOpeningBand, define())
      .thenRefused('TOO_MANY_BANDS', { limit: 500 });
    spec
      .given(opened, ...closures('2026-03-02'))
      .when(declareClosure, closure)
      .thenRefused('TOO_MANY_CLOSURES', { limit: 500 });
    const over = [...bands({ validFrom: '2025-03-02', validUntil: '2026-03-01' }), ...closures('2026-03-01')];
    expect(
      spec
        .given(opened, ...over)
        .when(defineOpeningBand, define())
        .events(),
    ).toHaveLength(1);
    expect(
      spec
        .given(opened, ...over)
        .when(declareClosure, closure)
        .events(),
    ).toHaveLength(1);
  });

  it('withdraws a band once, and may then define its hours anew', () => {
    const withdrawn: AgendaEvent = { type: 'OpeningBandWithdrawn', data: { agendaId, bandId: 'b' } };

    spec.given(opened, defined('b')).when(withdrawOpeningBand, { bandId: 'b' }).then(withdrawn);
    spec
      .given(opened, defined('b'), withdrawn)
      .when(withdrawOpeningBand, { bandId: 'b' })
      .thenRefused('BAND_ALREADY_WITHDRAWN');
    spec.given(opened).when(withdrawOpeningBand, { bandId: 'b' }).thenRefused('BAND_UNKNOWN');
    spec.given(opened, defined('b'), withdrawn).when(defineOpeningBand, define()).then(defined(newBandId));
  });

  it('changes the capacity of a band, if it is another', () => {
    const change = (capacity: number) => ({ bandId: 'b', capacity });

    spec
      .given(opened, defined('b'))
      .when(changeAgendaCapacity, change(3))
      .then({ type: 'AgendaCapacityChanged', data: { agendaId, bandId: 'b', capacity: 3 } });
    spec.given(opened, defined('b')).when(changeAgendaCapacity, change(2)).thenRefused('CAPACITY_UNCHANGED');
    spec.given(opened).when(changeAgendaCapacity, change(3)).thenRefused('BAND_UNKNOWN');
  });

  it('declares closures that do not lie wholly in the past, and withdraws them once', () => {
    const declare = (from: string, until: string) => ({ agendaId, from, until, reason: 'Lavori' });
    const declared: AgendaEvent = {
      type: 'ClosureDeclared',
      data: { agendaId, closureId: newClosureId, from: '2026-03-01', until: '2026-03-02', reason: 'Lavori' },
    };
    const withdrawn: AgendaEvent = { type: 'ClosureWithdrawn', data: { agendaId, closureId: newClosureId } };
    const withdraw = { agendaId, closureId: newClosureId };

    spec.given(opened).when(declareClosure, declare('2026-03-01', '2026-03-02')).then(declared);
    spec.given(opened).when(declareClosure, declare('2026-02-27', '2026-03-01')).thenRefused('CLOSURE_IN_THE_PAST');
    spec.given(opened).when(declareClosure, declare('2026-03-05', '2026-03-04')).thenRefused('CLOSURE_REVERSED');
    spec.given(opened, declared).when(withdrawClosure, withdraw).then(withdrawn);
    spec.given(opened, declared, withdrawn).when(withdrawClosure, withdraw).thenRefused('CLOSURE_ALREADY_WITHDRAWN');
    spec.given(opened).when(withdrawClosure, withdraw).thenRefused('CLOSURE_UNKNOWN');
  });

  it('A3: closes hours of days alone, and until further notice where no last day is told', () => {
    const declare = (overrides: object) => ({ agendaId, from: '2026-03-10', reason: 'Assemblea', ...overrides });
    const period = { from: '2026-03-10', until: '2026-03-20' };
    const declared = (overrides: object): AgendaEvent => {
      const data = { agendaId, closureId: newClosureId, ...period, reason: 'Assemblea', ...overrides };
      return { type: 'ClosureDeclared', data };
    };
    const hours = { from: '11:00', to: '24:00' };

    const from = spec.given(opened);
    from.when(declareClosure, declare({ ...period, hours })).then(declared({ hours }));
    from.when(declareClosure, declare({})).then(declared({ until: '2199-12-31' }));
    const reversed = { from: '12:00', to: '12:00' };
    from.when(declareClosure, declare({ ...period, hours: reversed })).thenRefused('CLOSED_HOURS_REVERSED', reversed);
  });

  it('closes today at the earliest, and then changes no more', () => {
    const close = (effectiveDate: string) => ({ agendaId, effectiveDate });
    const closed: AgendaEvent = { type: 'AgendaClosed', data: { agendaId, effectiveDate: '2026-03-02' } };

    spec.given(opened).when(closeAgenda, close('2026-03-02')).then(closed);
    spec.given(opened).when(closeAgenda, close('2026-03-01')).thenRefused('EFFECTIVE_DATE_IN_THE_PAST');
    spec
      .given(opened, closed)
      .when(defineOpeningBand, define())
      .thenRefused('AGENDA_CLOSED', { agendaId, effectiveDate: '2026-03-02' });
  });

  it('stamps its territory on its events', () => {
    expect(agenda.scopeOf(agenda.evolve(agenda.initialState(), opened), opened)).toEqual({
      region: '12',
      province: '057',
      unit: 'DP-RIETI',
    });
  });
});
