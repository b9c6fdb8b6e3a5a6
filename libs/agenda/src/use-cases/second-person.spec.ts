import type { AgendaDayEvent } from '../domain/events/agenda-day-events.ts';
import { SPEC_COMMAND_ID, processManager } from '#kernel/specification';
import { agendaDay } from '../domain/agenda-day/agenda-day.ts';
import { refuseBeyondLimits } from '../domain/commitments/commitment-limits.ts';
import { commitmentRelease } from '../processes/commitment-release.ts';
import { bookHold, book, booked, cancelled, citizen, held, NOON, PERSON, plan } from '../specification/sample-day.ts';
import { when } from '../specification/when-on-day.ts';
import { bookAppointment } from './book-appointment.ts';
import { endCommitmentOfErased } from './end-commitment-of-erased.ts';
import { requireSecondPerson } from './second-person.ts';
import { requireService } from '#services';

const DELEGATION = 'delega-identita-digitale';
const DAY: AgendaDayEvent = {
  type: 'DayPlanned',
  data: { ...plan(NOON), serviceLine: 'SERVIZI_GENERALI', agendaRevision: 1 },
};
const second = { subject: 't', citizen: { ...citizen, subject: 't' } };
const MARIO = { fiscalCode: 'RSSMRA80A01H501U', givenName: 'Mario', familyName: 'Rossi' };
const MATTEO = { fiscalCode: 'MRTMTT91D08F205J', givenName: 'Matteo', familyName: 'Moretti' };
// As it is sent, and as its rule sees it.
const named = { citizen: { ...citizen, fiscalCode: MARIO.fiscalCode }, secondPerson: MATTEO };
const withSecond = { ...book(NOON), ...named, serviceId: DELEGATION, second };

describe('a service for which two persons come', () => {
  const refusal = (serviceId: string, who: { secondPerson?: typeof MARIO }) => () => {
    requireSecondPerson(requireService(serviceId), { citizen: MARIO, ...who });
  };
  const code = (expected: string) => expect.objectContaining({ code: expected }) as Error;

  it('is refused without the second, and others with one; nobody is both', () => {
    expect(refusal(DELEGATION, {})).toThrow(code('SECOND_PERSON_REQUIRED'));
    expect(refusal('quesito', { secondPerson: MATTEO })).toThrow(code('SECOND_PERSON_NOT_WANTED'));
    expect(refusal(DELEGATION, { secondPerson: MARIO })).toThrow(code('SECOND_PERSON_IS_THE_FIRST'));
    const lower = { ...MARIO, fiscalCode: MARIO.fiscalCode.toLowerCase() };
    expect(refusal(DELEGATION, { secondPerson: lower })).toThrow(code('SECOND_PERSON_IS_THE_FIRST'));
    expect(refusal(DELEGATION, { secondPerson: MATTEO })).not.toThrow();
    expect(refusal('quesito', {})).not.toThrow();
  });

  it('writes down who comes with whom: an id in clear, all else sealed for that person', () => {
    const [event] = when(bookAppointment, withSecond, [DAY]).events();

    expect(event?.data).toMatchObject({
      subject: 's',
      second: { subject: 't', commitmentId: SPEC_COMMAND_ID },
      secondPerson: { subject: 't' },
    });
    expect(agendaDay.subjectsOf?.(event!)).toEqual(['s', 't']);
  });

  it('claims the time of both, on free places and on a hold', () => {
    const claims = (wanted: object, ...given: AgendaDayEvent[]) => {
      const day = given.reduce((state, event) => agendaDay.evolve(state, event), agendaDay.initialState());
      const known = { now: 0, limits: {} };
      return bookAppointment.claims!(wanted as never, day as never, known as never).map(({ id, what }) => [id, what]);
    };
    const at = { serviceLine: 'SERVIZI_GENERALI', startsAt: NOON.startsAt, endsAt: NOON.endsAt };

    expect(claims(withSecond, DAY)).toEqual([
      ['s', { kind: 'APPOINTMENT', ...at }],
      ['t', { kind: 'SECOND_PERSON', ...at }],
    ]);
    const onHold = { ...bookHold('h-s', 's'), principal: PERSON, second };
    expect(claims(onHold, DAY, held(NOON, 's'))).toEqual([['t', { kind: 'SECOND_PERSON', ...at }]]);
  });

  it('gives the time of both back when it is cancelled or displaced', () => {
    const both = booked(NOON, 's', { second: 't' }).data.second;
    const end = cancelled(NOON, 's', 5);
    const withBoth = { ...end, data: { ...end.data, second: both } } as AgendaDayEvent;
    const { commands } = processManager(commitmentRelease).given(withBoth);

    expect(commands.map(({ data }) => data)).toEqual([
      { subject: 's', commitmentId: 'c-s', reason: 'APPOINTMENT_CANCELLED', givenUp: true },
      { subject: 't', commitmentId: 'c-s', reason: 'APPOINTMENT_CANCELLED' },
    ]);
  });

  it('is cancelled when either is erased, and says of the second only that they do not come', () => {
    const given = [DAY, booked(NOON, 's', { second: 't' })];
    const end = (subject: string) =>
      when(endCommitmentOfErased, { agendaId: 'a', date: '2026-03-02', commitmentId: 'c-s', subject }, given).events();

    expect(end('t')).toMatchObject([
      {
        type: 'AppointmentCancelled',
        data: { by: 'SYSTEM', reason: 'SECOND_PERSON_UNAVAILABLE', second: { subject: 't' } },
      },
    ]);
    expect(end('s')).toMatchObject([{ type: 'AppointmentCancelled', data: { reason: 'SUBJECT_ERASED' } }]);
  });
});

describe('whoever comes as second person', () => {
  const at = (from: number, kind: 'APPOINTMENT' | 'SECOND_PERSON') => ({
    ...{ kind, serviceLine: 'SERVIZI_GENERALI', commitmentId: `${from}` },
    startsAt: `2026-03-02T${from}:00:00.000Z`,
    endsAt: `2026-03-02T${from + 1}:00:00.000Z`,
  });
  const limits = { maxOpenPerServiceLine: 1, maxOpenHolds: 1, maxGivenUpPerHour: 1, maxGivenUpPerDay: 1 };
  const fit =
    (wanted: ReturnType<typeof at>, ...taken: ReturnType<typeof at>[]) =>
    () => {
      refuseBeyondLimits(wanted, { commitments: taken, givenUp: [] }, limits, '2026-03-01T00:00:00.000Z');
    };
  const overlaps = expect.objectContaining({ code: 'APPOINTMENTS_OVERLAP' }) as Error;

  it('is nowhere else at that time, in whatever part', () => {
    expect(fit(at(10, 'SECOND_PERSON'), at(10, 'APPOINTMENT'))).toThrow(overlaps);
    expect(fit(at(10, 'APPOINTMENT'), at(10, 'SECOND_PERSON'))).toThrow(overlaps);
    expect(fit(at(10, 'SECOND_PERSON'), at(10, 'SECOND_PERSON'))).toThrow(overlaps);
  });

  it('has no appointment by that: it counts towards no limit', () => {
    expect(fit(at(10, 'SECOND_PERSON'), at(12, 'APPOINTMENT'))).not.toThrow();
    expect(fit(at(10, 'APPOINTMENT'), at(12, 'SECOND_PERSON'))).not.toThrow();
    expect(fit(at(10, 'APPOINTMENT'), at(12, 'APPOINTMENT'))).toThrow();
  });
});
