import { within, type Rule } from './rule.ts';

const day = within('libs/agenda/src/domain/agenda-day', 'libs/agenda/src');
const calendar = within('libs/agenda/src/domain/calendar');
const useCases = within('libs/agenda/src/use-cases');
const desks = within('libs/agenda/src/domain/desks', 'libs/agenda/src/use-cases/desks');
const waiting = within('libs/agenda/src/processes/waitlist');

/** Agendas, appointments and waiting lists: A1 to A10. */
export const agendaRules: readonly Rule[] = [
  {
    rule: 'A1',
    says: 'Local holidays are data by municipality or province, on fixed days or counted from Easter.',
    guards: [
      calendar({
        keeps: 'a holiday of a place is none elsewhere',
        file: 'holidays.ts',
        code: 'byPlace.get(code)',
        instead: 'LOCAL_HOLIDAYS',
        spec: 'holidays.spec.ts',
      }),
      calendar({
        keeps: 'a holiday may be counted from Easter',
        file: 'local-holidays.ts',
        code: 'afterEaster: 50',
        instead: 'afterEaster: 49',
        spec: 'holidays.spec.ts',
      }),
    ],
  },
  {
    rule: 'A2',
    says: 'A desk is an entity: bands of two agendas never overlap on one desk.',
    guards: [
      desks({
        keeps: 'two agendas are never open at one desk at one time',
        file: 'desk-time.ts',
        code: 'if (date !== undefined) throw taken({ date, from: band.from, to: band.to, agendaId: other.agendaId });',
        instead: '',
        spec: 'desks.spec.ts',
      }),
      desks({
        keeps: 'a desk is used where it stands',
        file: 'desk-time.ts',
        refusal: 'DESK_ELSEWHERE',
        spec: 'desks.spec.ts',
      }),
    ],
  },
  {
    rule: 'A3',
    says:
      'A command on an agenda plans the bounded horizon itself before it answers: its position is that of the last day, and its list of ' +
      'displaced people is read from the appended events; the process manager completes only what a crash left.',
    guards: [
      useCases({
        keeps: 'the days that a command concerns are planned before it is answered for',
        file: 'plans-at-once.ts',
        code: 'dates.map((date) => give(planDay, { agendaId, date, agendaRevision: event.revision }, date))',
        instead: '[]',
        spec: 'plans-at-once.spec.ts',
      }),
      useCases({
        keeps: 'who slipped in since the preview is marked new',
        file: 'plans-at-once.ts',
        code: 'previewed ? !previewed.includes(appointmentId) : null',
        instead: 'null',
        spec: 'plans-at-once.spec.ts',
      }),
      useCases({
        keeps: 'the desks of a unit are closed before its closure is answered for',
        file: 'with-unit-at-once.ts',
        code: '(data.agendas ?? []).map((agendaId) => closing(agendaId, data))',
        instead: '[]',
        spec: 'unit-closure-at-once.spec.ts',
      }),
      useCases({
        keeps: 'the days of those desks are planned by then, too',
        file: 'with-unit-at-once.ts',
        code: '{ ...closeWithUnit, atOnce: plansAtOnce }',
        instead: 'closeWithUnit',
        spec: 'unit-closure-at-once.spec.ts',
      }),
      useCases({
        keeps: 'one command closes no more agendas than it may plan',
        file: 'desks-of-unit.ts',
        code: '(days += each.days) <= MOST_DAYS',
        instead: 'true',
        spec: 'unit-closure.spec.ts',
      }),
    ],
  },
  {
    rule: 'A4',
    says:
      'Accesses without booking are registered, queued, served and completed on places not promised to bookings, counted apart, and never ' +
      'displace one.',
    guards: [
      day({
        keeps: 'who comes without an appointment takes no place that was promised',
        file: 'unpromised-places.ts',
        refusal: 'PLACES_PROMISED',
        spec: 'use-cases/desk/accesses.spec.ts',
      }),
      day({
        keeps: 'nobody is registered once nobody is received any more',
        file: 'unpromised-places.ts',
        refusal: 'RECEPTION_OVER',
        spec: 'use-cases/desk/accesses.spec.ts',
      }),
    ],
  },
  {
    rule: 'A5',
    says:
      "Residence and the booker's territory never block a booking; they limit what is read afterwards: the booker sees their own bookings, " +
      'the delivering and the competent unit theirs.',
    guards: [
      {
        keeps: 'the booker reads what they booked, and nobody else does for that',
        file: 'libs/agenda/src/read-models/booker.ts',
        code: 'bookedBy === bookerAsking(principal) || ',
        instead: '',
        spec: 'libs/agenda/src/use-cases/competence.spec.ts',
      },
      {
        keeps: 'the competent unit reads what is of its people',
        file: 'libs/agenda/src/read-models/booker.ts',
        code: '(competent !== null && isWithinScope(principal, { ...competent }))',
        instead: 'false',
        spec: 'libs/agenda/src/use-cases/competence.spec.ts',
      },
      useCases({
        keeps: 'the competent unit is one that is there',
        file: 'competent-unit.ts',
        code: 'if (competentUnit !== undefined && !competent) throw competentUnitUnknown({ competentUnit });',
        instead: '',
        spec: 'competence.spec.ts',
      }),
    ],
  },
  {
    rule: 'A6',
    says:
      'A place is freed when a booked appointment is cancelled or moved: it goes to displaced persons, then to the waiting list at once, then ' +
      'to the public after the delay; an unbooked hold returns at once.',
    guards: [
      day({
        keeps: 'a freed place is not for everybody before the delay is over',
        file: 'places.ts',
        code: 'slot.cooling.filter(({ until }) => until > now)',
        instead: 'slot.cooling.slice(0, 0)',
        spec: 'use-cases/waitlist/offers.spec.ts',
      }),
      day({
        keeps: 'the places of an offer that came to nothing cool again',
        file: 'derived.ts',
        code: 'offer ? reofferAt(drawn, now, reoffer) : toTimestamp(now)',
        instead: 'toTimestamp(now)',
        spec: 'use-cases/waitlist/offers.spec.ts',
      }),
      waiting({
        keeps: 'displaced persons come first',
        file: 'asking.ts',
        code: 'isDisplaced(one) === isDisplaced(other) ? one.turn < other.turn : isDisplaced(one)',
        instead: 'one.turn < other.turn',
        spec: 'waitlist-offers.spec.ts',
      }),
    ],
  },
  {
    rule: 'A7',
    says:
      'DISPLACED is open: it ends as BOOKED again, RESCHEDULED, CANCELLED, or closed by SYSTEM after 30 days; it does not count towards the ' +
      'limit; a place is given back only to whom has not rebooked or declined.',
    guards: [
      useCases({
        keeps: 'a displaced appointment is open for its days, and closed after them',
        file: 'close-displacement.ts',
        refusal: 'DISPLACEMENT_OPEN',
        spec: 'reschedule.spec.ts',
      }),
      useCases({
        keeps: 'who has booked otherwise gets no place back',
        file: 'reinstate.ts',
        code: 'refuseUnfit(commitment, { commitments: others, givenUp }, { limits, now: at, mayKnow: () => false });',
        instead: '',
        spec: 'plans-at-once.spec.ts',
      }),
      {
        keeps: 'what came with the agenda of an agency has its place back, whatever the point offers (K3)',
        file: 'libs/agenda/src/domain/agenda-day/displacement.ts',
        code: 'hasSlots(appointment) && !lacksServiceUnder(appointment, state.plan, wanted)',
        instead: 'hasSlots(appointment) && (wanted.services ?? []).includes(appointment.booking.serviceId)',
        spec: 'libs/agenda/src/use-cases/services-of-a-punto-inps.spec.ts',
      },
      {
        keeps: 'what the point ceased to offer is given back by no end of a closure (K1)',
        file: 'libs/agenda/src/domain/agenda-day/lacks-service.ts',
        code: 'return lacksService === true || (before',
        instead: 'return (before',
        spec: 'libs/agenda/src/use-cases/services-of-a-punto-inps.spec.ts',
      },
    ],
  },
  {
    rule: 'A8',
    says:
      'A reschedule claims the new place as the replacement of the old one, so limit and overlap ignore the old; the old place is free in no ' +
      'read of the log before the new one stands.',
    guards: [
      useCases({
        keeps: 'an appointment that moves is claimed where it stands',
        file: 'reschedule-appointment.ts',
        code: '[claimOfMove(wanted, requireMovable)]',
        instead: '[]',
        spec: 'reschedule.spec.ts',
      }),
      {
        keeps: 'overlap ignores the old place',
        file: 'libs/agenda/src/domain/commitments/commitment-limits.ts',
        code: '.filter(({ commitmentId }) => !left.has(commitmentId))',
        instead: '',
        spec: 'libs/agenda/src/use-cases/reschedule.spec.ts',
      },
      {
        keeps: 'nobody is displaced from where they are leaving',
        file: 'libs/agenda/src/domain/agenda-day/displacement.ts',
        code: 'if (moving) return',
        instead: 'if (moving && openDays < 0) return',
        spec: 'libs/agenda/src/use-cases/displaced-while-moving.spec.ts',
      },
      {
        keeps: 'both places of who moves are one appointment',
        file: 'libs/agenda/src/domain/commitments/commitment-limits.ts',
        code: ' && !inStead.has(other.commitmentId)',
        instead: '',
        spec: 'libs/agenda/src/use-cases/commitment-limits.spec.ts',
      },
    ],
  },
  {
    rule: 'A9',
    says:
      'Waiting list: by time of joining; an expired offer goes to the end once, then leaves; an offer is a hold and counts as one; waiting ' +
      'counts towards the limit only when accepted.',
    guards: [
      useCases({
        keeps: 'an offer that was not taken sends to the end once, and then off the list',
        file: 'waitlist/end-offer.ts',
        code: 'entry.untaken + 1 < mostUntaken',
        instead: 'true',
        spec: 'waitlist/waitlist.spec.ts',
      }),
      useCases({
        keeps: 'a person waits once',
        file: 'waitlist/join-waitlist.ts',
        code: 'throw mayKnow ? refuse.WAITING_ALREADY() : personNotFree();',
        instead: '',
        spec: 'waitlist/waitlist.spec.ts',
      }),
      waiting({
        keeps: 'the list goes by turns',
        file: 'asking.ts',
        code: 'isDisplaced(one) === isDisplaced(other) ? one.turn < other.turn : isDisplaced(one)',
        instead: 'isDisplaced(one) === isDisplaced(other) ? one.turn > other.turn : isDisplaced(one)',
        spec: 'waitlist-offers.spec.ts',
      }),
    ],
  },
  {
    rule: 'A10',
    says: 'A mailed link carries no authority: booking code and codice fiscale by POST, with limited attempts, give a token of fifteen minutes.',
    guards: [
      {
        keeps: 'a booking code alone opens nothing',
        file: 'libs/agenda/src/read-models/self-service.ts',
        code: 'appointment.subject === subject && ',
        instead: '',
        spec: 'test/http/self-service.spec.ts',
      },
      {
        keeps: 'attempts with one code are limited',
        file: 'libs/platform/src/identity/self-service-issuer.ts',
        code: 'for (const one of tried) begun.push(this.#ofTried.begin(one));',
        instead: '',
        spec: 'test/http/self-service.spec.ts',
      },
    ],
  },
];
