import { deriveId } from '#kernel';
import { decider, SPEC_COMMAND_ID } from '#kernel/specification';
import type { AgendaEvent, AgendaProfile } from '../events/agenda-events.ts';
import type { DefineOpeningBand } from './agenda-commands.ts';
import { agenda } from './agenda.ts';

const agendaId = 'a';
const profile: AgendaProfile = {
  agendaId,
  owner: { kind: 'UNIT_DESK', unit: 'DP-RIETI' },
  name: 'Sportello pensioni',
  serviceLine: 'PENSIONS',
  slotMinutes: 20,
  modes: ['IN_PERSON'],
  region: '12',
  province: '057',
  unit: 'DP-RIETI',
  horizonDays: 30,
  noticeMinutes: 120,
  holdMinutes: 5,
};
const opened: AgendaEvent = { type: 'AgendaOpened', data: profile };
const band = { weekday: 1, from: '09:00', to: '12:00', capacity: 2, validFrom: '2026-03-02' };
const defined = (bandId: string, overrides = {}): AgendaEvent => ({
  type: 'OpeningBandDefined',
  data: { agendaId, bandId, ...band, ...overrides },
});
const define = (overrides: Partial<DefineOpeningBand> = {}): DefineOpeningBand => ({
  type: 'DefineOpeningBand',
  ...band,
  ...overrides,
});
const newBandId = deriveId('OpeningBand', SPEC_COMMAND_ID);
const newClosureId = deriveId('Closure', SPEC_COMMAND_ID);

describe('an agenda', () => {
  const spec = decider(agenda);

  it('is opened once', () => {
    spec.given().when({ type: 'OpenAgenda', profile }).then(opened);
    spec.given(opened).when({ type: 'OpenAgenda', profile }).thenRefused('AGENDA_ALREADY_OPEN', { agendaId });
  });

  it('of a Punto INPS names the point', () => {
    const owner = { kind: 'PUNTO_INPS', unit: 'DP-RIETI' } as const;

    spec
      .given()
      .when({ type: 'OpenAgenda', profile: { ...profile, owner } })
      .thenRefused('POINT_REQUIRED');
    const ofPoint = { ...profile, owner: { ...owner, point: 'p' } };
    spec.given().when({ type: 'OpenAgenda', profile: ofPoint }).then({ type: 'AgendaOpened', data: ofPoint });
  });

  it('that was never opened takes no other command', () => {
    spec.given().when(define()).thenRefused('AGENDA_UNKNOWN');
  });

  it('takes bands that do not overlap; one may begin when another ends', () => {
    spec.given(opened).when(define()).then(defined(newBandId));
    spec
      .given(opened, defined('b'))
      .when(define({ from: '11:59', to: '13:00' }))
      .thenRefused('BAND_OVERLAPS');
    spec
      .given(opened, defined('b'))
      .when(define({ from: '12:00', to: '13:00' }))
      .then(defined(newBandId, { from: '12:00', to: '13:00' }));
    spec
      .given(opened, defined('b'))
      .when(define({ from: '08:00', to: '09:00' }))
      .then(defined(newBandId, { from: '08:00', to: '09:00' }));
    spec
      .given(opened, defined('b'))
      .when(define({ weekday: 2 }))
      .then(defined(newBandId, { weekday: 2 }));
  });

  it('takes bands at the same hours in different times of the year', () => {
    const winter = defined('b', { validUntil: '2026-05-31' });

    spec
      .given(opened, winter)
      .when(define({ validFrom: '2026-05-31' }))
      .thenRefused('BAND_OVERLAPS');
    spec
      .given(opened, winter)
      .when(define({ validFrom: '2026-06-01' }))
      .then(defined(newBandId, { validFrom: '2026-06-01' }));
  });

  it('takes no band that holds not one slot, or ends before it begins', () => {
    spec
      .given(opened)
      .when(define({ to: '09:19' }))
      .thenRefused('BAND_TOO_SHORT', { slotMinutes: 20 });
    spec
      .given(opened)
      .when(define({ to: '08:00' }))
      .thenRefused('BAND_TOO_SHORT');
    spec
      .given(opened)
      .when(define({ validUntil: '2026-03-01' }))
      .thenRefused('VALIDITY_REVERSED');
  });

  it('withdraws a band once, and may then define its hours anew', () => {
    const withdrawn: AgendaEvent = { type: 'OpeningBandWithdrawn', data: { agendaId, bandId: 'b' } };

    spec.given(opened, defined('b')).when({ type: 'WithdrawOpeningBand', bandId: 'b' }).then(withdrawn);
    spec
      .given(opened, defined('b'), withdrawn)
      .when({ type: 'WithdrawOpeningBand', bandId: 'b' })
      .thenRefused('BAND_ALREADY_WITHDRAWN');
    spec.given(opened).when({ type: 'WithdrawOpeningBand', bandId: 'b' }).thenRefused('BAND_UNKNOWN');
    spec.given(opened, defined('b'), withdrawn).when(define()).then(defined(newBandId));
  });

  it('changes the capacity of a band, if it is another', () => {
    const change = (capacity: number) => ({ type: 'ChangeAgendaCapacity', bandId: 'b', capacity }) as const;

    spec
      .given(opened, defined('b'))
      .when(change(3))
      .then({ type: 'AgendaCapacityChanged', data: { agendaId, bandId: 'b', capacity: 3 } });
    spec.given(opened, defined('b')).when(change(2)).thenRefused('CAPACITY_UNCHANGED');
    spec.given(opened).when(change(3)).thenRefused('BAND_UNKNOWN');
  });

  it('declares closures that do not lie wholly in the past, and withdraws them once', () => {
    const declare = (from: string, until: string) =>
      ({ type: 'DeclareClosure', from, until, reason: 'Lavori' }) as const;
    const declared: AgendaEvent = {
      type: 'ClosureDeclared',
      data: { agendaId, closureId: newClosureId, from: '2026-03-01', until: '2026-03-02', reason: 'Lavori' },
    };
    const withdrawn: AgendaEvent = { type: 'ClosureWithdrawn', data: { agendaId, closureId: newClosureId } };
    const withdraw = { type: 'WithdrawClosure', closureId: newClosureId } as const;

    spec.given(opened).when(declare('2026-03-01', '2026-03-02')).then(declared);
    spec.given(opened).when(declare('2026-02-27', '2026-03-01')).thenRefused('CLOSURE_IN_THE_PAST');
    spec.given(opened).when(declare('2026-03-05', '2026-03-04')).thenRefused('CLOSURE_REVERSED');
    spec.given(opened, declared).when(withdraw).then(withdrawn);
    spec.given(opened, declared, withdrawn).when(withdraw).thenRefused('CLOSURE_ALREADY_WITHDRAWN');
    spec.given(opened).when(withdraw).thenRefused('CLOSURE_UNKNOWN');
  });

  it('closes today at the earliest, and then changes no more', () => {
    const close = (effectiveDate: string) => ({ type: 'CloseAgenda', effectiveDate }) as const;
    const closed: AgendaEvent = { type: 'AgendaClosed', data: { agendaId, effectiveDate: '2026-03-02' } };

    spec.given(opened).when(close('2026-03-02')).then(closed);
    spec.given(opened).when(close('2026-03-01')).thenRefused('EFFECTIVE_DATE_IN_THE_PAST');
    spec.given(opened, closed).when(define()).thenRefused('AGENDA_CLOSED');
  });

  it('stamps its territory on its events', () => {
    expect(agenda.scopeOf(spec.given(opened).state(), opened)).toEqual({
      region: '12',
      province: '057',
      unit: 'DP-RIETI',
    });
  });
});
