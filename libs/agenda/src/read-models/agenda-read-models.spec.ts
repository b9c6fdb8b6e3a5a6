import { projection } from '#kernel/specification';
import { openedAgenda, sampleProfile } from '../specification/sample-agenda.ts';
import { booked, cancelled, displaced, held, NEXT, NOON, planned, slot } from '../specification/sample-day.ts';
import type { AgendaDayEvent } from '../domain/events/agenda-day-events.ts';
import type { AgendaEvent } from '../domain/events/agenda-events.ts';
import { agendaDirectory, territoryOf } from './agenda-directory.ts';
import { appointments } from './appointments.ts';
import { availability } from './availability.ts';

const DAY = 'a_2026-03-02';
const at = (time: string) => ({ recordedAt: `2026-03-02T${time}.000Z` });

describe('availability', () => {
  const counts = (...events: Parameters<ReturnType<typeof projection<object>>['given']>) =>
    (
      projection(availability)
        .given(...events)
        .document(DAY)?.slots ?? []
    ).map(({ start, taken, cooling }) => [start, taken, cooling.length]);
  const two = planned(1, slot(180, 2), slot(200, 2));

  it('counts holds and appointments, a booked hold once', () => {
    expect(counts(two, held(NOON, 'x'), booked(NOON, 'x', { holdId: 'h-x' }), booked(NEXT, 'y'))).toEqual([
      ['12:00', 1, 0],
      ['12:20', 1, 0],
    ]);
  });

  it('counts an appointment of several slots in each', () => {
    expect(counts(two, booked(NOON, 'x', { last: NEXT, units: 2 }))).toEqual([
      ['12:00', 1, 0],
      ['12:20', 1, 0],
    ]);
  });

  it('remembers until when a freed place is not offered, and forgets what lies behind', () => {
    const freed = [two, booked(NOON, 'x'), [cancelled(NOON, 'x', 10), at('08:00:00')] as const] as const;

    expect(counts(...freed)).toEqual([
      ['12:00', 0, 1],
      ['12:20', 0, 0],
    ]);
    expect(counts(...freed, [booked(NOON, 'y'), at('08:10:00')])).toEqual([
      ['12:00', 1, 0],
      ['12:20', 0, 0],
    ]);
  });

  it('keeps the count of slots that a new plan still has', () => {
    expect(counts(two, booked(NOON, 'x'), booked(NEXT, 'y'), displaced(NEXT, 'y'), planned(2, slot(180, 1)))).toEqual([
      ['12:00', 1, 0],
    ]);
  });

  it('holds nothing of persons', () => {
    const document = projection(availability)
      .given(two, held(NOON, 'subject-1'), booked(NEXT, 'subject-2'))
      .document(DAY);

    expect(JSON.stringify(document)).not.toMatch(/subject|sealed|ABCDEFGH/);
  });
});

describe('K3: what passes to another office', () => {
  const scoped = { metadata: { scope: { region: '12', province: '057', unit: 'AG-FARA' } } };

  it('appointments of its days are found by that office, and by the old one no longer', () => {
    const passed: AgendaDayEvent = {
      type: 'DayPlanned',
      data: { ...planned(2, NOON).data, unit: 'DP-RIETI', carried: ['ap-x'] } as never,
    };
    const spec = projection(appointments).given<AgendaDayEvent>(
      [booked(NOON, 'x'), scoped],
      [booked(NEXT, 'y'), scoped],
      [passed, scoped],
    );

    expect(spec.document('ap-x')).toMatchObject({
      place: { region: '12', province: '057', unit: 'DP-RIETI' },
      state: 'BOOKED',
    });
    expect(spec.document('ap-y')).toMatchObject({ place: { unit: 'AG-FARA' } });
  });

  it('T4: appointments of a day that becomes that of a Punto INPS are found by what it has received', () => {
    const at = (event: AgendaDayEvent, kind: string, id?: string): AgendaDayEvent =>
      ({ ...event, data: { ...event.data, heldAt: { kind, ...(id === undefined ? {} : { id }) } } }) as AgendaDayEvent;
    const becomes: AgendaDayEvent = {
      type: 'DayPlanned',
      data: { ...planned(2, NOON).data, point: 'inps-1', carried: ['ap-x', 'ap-y'] } as never,
    };
    const pointsAfter = (...events: readonly AgendaDayEvent[]): unknown[] => {
      const spec = projection(appointments).given<AgendaDayEvent>(...events);
      return ['x', 'y', 'z'].map((who) => spec.document(`ap-${who}`)?.point);
    };
    const events = [
      at(booked(NOON, 'x'), 'UNIT', 'AG-FARA'),
      at(booked(NEXT, 'y'), 'PUNTO_CLIENTE', 'client-1'),
      at(booked(NEXT, 'z'), 'ELSEWHERE'),
    ];

    expect(pointsAfter(...events)).toEqual([null, 'client-1', null]);
    expect(pointsAfter(...events, becomes)).toEqual(['inps-1', 'client-1', null]);
  });

  it('T4: an agenda is where it was on a day that lies before, and where it is from that day on', () => {
    const { owner, region, province, unit } = sampleProfile;
    const transferred: AgendaEvent = {
      type: 'AgendaTransferred',
      data: {
        ...{ agendaId: 'a', owner: { kind: 'PUNTO_INPS', unit: 'FP-RIETI', point: 'inps-1' } },
        ...{ region: '12', province: '057', unit: 'FP-RIETI', previous: { owner, region, province, unit } },
      },
    };
    const document = projection(agendaDirectory)
      .given<AgendaEvent>(openedAgenda(), [transferred, { recordedAt: '2026-03-02T22:59:00.000Z' }])
      .document('a')!;

    expect(territoryOf(document)).toEqual({ region: '12', province: '057', unit: 'FP-RIETI' });
    expect(territoryOf(document, '2026-03-01')).toEqual({ region, province, unit });
    expect(territoryOf(document, '2026-03-02')).toMatchObject({ unit: 'FP-RIETI' });
  });
});

describe('appointments', () => {
  it('say what became of them, with the data of the citizen still sealed', () => {
    const spec = projection(appointments);

    expect(spec.given(booked(NOON, 'x')).document('ap-x')).toMatchObject({
      date: '2026-03-02',
      start: '12:00',
      subject: 'x',
      citizen: { sealed: 'xyz' },
      state: 'BOOKED',
    });
    expect(spec.given<AgendaDayEvent>(booked(NOON, 'x'), cancelled(NOON, 'x', 10)).document('ap-x')).toMatchObject({
      state: 'CANCELLED',
      cancelledBy: 'CITIZEN',
      cancellationReason: 'CANNOT_ATTEND',
    });
  });
});

describe('the directory of agendas', () => {
  it('shows bands, closures and the end of an agenda, at its revision', () => {
    const agendaId = 'a';
    const band = { weekday: 1, from: '09:00', to: '12:00', capacity: 2, validFrom: '2026-03-02' };
    const closure = { closureId: 'c', from: '2026-03-09', until: '2026-03-09', reason: 'Lavori' };
    const events: AgendaEvent[] = [
      openedAgenda(),
      { type: 'OpeningBandDefined', data: { agendaId, bandId: 'b', ...band } },
      { type: 'OpeningBandDefined', data: { agendaId, bandId: 'gone', ...band, weekday: 2 } },
      { type: 'AgendaCapacityChanged', data: { agendaId, bandId: 'b', capacity: 3 } },
      { type: 'OpeningBandWithdrawn', data: { agendaId, bandId: 'gone' } },
      { type: 'ClosureDeclared', data: { agendaId, ...closure } },
      { type: 'AgendaClosed', data: { agendaId, effectiveDate: '2026-12-01' } },
    ];

    projection(agendaDirectory)
      .given(...events)
      .thenDocument(agendaId, {
        ...sampleProfile,
        plainName: sampleProfile.name.toLowerCase(),
        revision: 6,
        bands: [{ bandId: 'b', ...band, capacity: 3 }],
        closures: [closure],
        closedFrom: '2026-12-01',
      });
  });
});
