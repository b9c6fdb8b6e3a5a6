import { defineSettings, onOrOff, wholeNumber } from '#use-cases';
import { USUAL_OPEN_DAYS } from './domain/agenda-day/derived.ts';

/** Most often that anybody is called. */
export const MAX_CALLS = 20;
/** Longest that an installation may keep what was displaced open, days. */
export const MAX_DISPLACED_DAYS = 365;

const choices = {
  horizonDays: wholeNumber('RETE_PUNTI_AGENDA_HORIZON_DAYS', {
    description: 'How many days ahead may be booked at an agenda that was opened without saying so.',
    fallback: 30,
    min: 1,
    max: 180,
  }),
  noticeMinutes: wholeNumber('RETE_PUNTI_AGENDA_NOTICE_MINUTES', {
    description: 'How many minutes before its start a slot may last be taken, at an agenda opened without saying so.',
    fallback: 120,
    min: 0,
    max: 10_080,
  }),
  holdMinutes: wholeNumber('RETE_PUNTI_AGENDA_HOLD_MINUTES', {
    description: 'How many minutes a hold stands, at an agenda that was opened without saying so.',
    fallback: 5,
    min: 1,
    max: 60,
  }),
  reofferMinMinutes: wholeNumber('RETE_PUNTI_AGENDA_REOFFER_MIN_MINUTES', {
    description:
      'A place of a cancelled appointment is offered again after a random delay of at least so many minutes.',
    fallback: 5,
    min: 0,
    max: 1_440,
  }),
  reofferMaxMinutes: wholeNumber('RETE_PUNTI_AGENDA_REOFFER_MAX_MINUTES', {
    description: 'A place of a cancelled appointment is offered again after a random delay of at most so many minutes.',
    fallback: 15,
    min: 0,
    max: 1_440,
  }),
  offerMinutes: wholeNumber('RETE_PUNTI_AGENDA_OFFER_MINUTES', {
    description:
      'How many minutes somebody on a waiting list has to book the place that they are offered; it is held for them so long.',
    fallback: 60,
    min: 1,
    max: 1_440,
  }),
  offerFromHour: wholeNumber('RETE_PUNTI_AGENDA_OFFER_FROM_HOUR', {
    description: 'The time of an offer to somebody on a waiting list runs from this hour of the day in Rome.',
    fallback: 8,
    min: 0,
    max: 23,
  }),
  offerUntilHour: wholeNumber('RETE_PUNTI_AGENDA_OFFER_UNTIL_HOUR', {
    description:
      'The time of an offer that is made from this hour of the day in Rome on runs from the next morning: people sleep.',
    fallback: 20,
    min: 1,
    max: 24,
  }),
  offersUntaken: wholeNumber('RETE_PUNTI_AGENDA_OFFERS_UNTAKEN', {
    description:
      'How many offers somebody on a waiting list may leave untaken: after each they go to the end, and by the last they leave.',
    fallback: 2,
    min: 1,
    max: 20,
  }),
  maxWaiting: wholeNumber('RETE_PUNTI_AGENDA_MAX_WAITING', {
    description:
      'How many persons may wait on the list of one agenda; who was displaced comes before them and is not counted.',
    fallback: 200,
    min: 1,
    max: 1_000,
  }),
  displacedDays: wholeNumber('RETE_PUNTI_AGENDA_DISPLACED_DAYS', {
    description:
      'For how many days an appointment that was displaced may be booked anew, before it is closed; and who waited for what is no longer offered is put back where it is offered again.',
    fallback: USUAL_OPEN_DAYS,
    min: 1,
    max: MAX_DISPLACED_DAYS,
  }),
  maxOpenPerServiceLine: wholeNumber('RETE_PUNTI_AGENDA_MAX_OPEN_PER_SERVICE_LINE', {
    description: 'How many holds and appointments of one service line that lie ahead one person may have.',
    fallback: 1,
    min: 1,
    max: 100,
  }),
  maxOpenHolds: wholeNumber('RETE_PUNTI_AGENDA_MAX_OPEN_HOLDS', {
    description: 'How many holds one person may have whose time has not passed, booked or not, over all service lines.',
    fallback: 2,
    min: 1,
    max: 100,
  }),
  maxGivenUpPerHour: wholeNumber('RETE_PUNTI_AGENDA_MAX_GIVEN_UP_PER_HOUR', {
    description:
      'How often within an hour one person may take places and keep none: holds that are not booked, and appointments that the person or a desk cancels.',
    fallback: 10,
    min: 1,
    max: 1_000,
  }),
  maxGivenUpPerDay: wholeNumber('RETE_PUNTI_AGENDA_MAX_GIVEN_UP_PER_DAY', {
    description: 'How often within 24 hours one person may take places and keep none.',
    fallback: 20,
    min: 1,
    max: 1_000,
  }),
  noShowCalls: wholeNumber('RETE_PUNTI_AGENDA_NO_SHOW_CALLS', {
    description: 'How often somebody is called before it may be written down that nobody came.',
    fallback: 3,
    min: 0,
    max: MAX_CALLS,
  }),
  noShowMinutes: wholeNumber('RETE_PUNTI_AGENDA_NO_SHOW_MINUTES', {
    description:
      'How many minutes after the start of the appointment, or after the first call where that is later, it may be written down that nobody came.',
    fallback: 10,
    min: 0,
    max: 240,
  }),
  noShowByPolicy: onOrOff('RETE_PUNTI_AGENDA_NO_SHOW_BY_POLICY', {
    description:
      'Whether a policy writes down that nobody came: once somebody was called as often, and as long, as is needed; and at the end of the day, that the appointments of those lapsed who were not called so often.',
    fallback: true,
  }),
  adequateFromPercent: wholeNumber('RETE_PUNTI_AGENDA_ADEQUATE_FROM_PERCENT', {
    description:
      'Of the places of an agenda over four weeks, the share that has to be wanted: below it the agenda has more places than are needed.',
    fallback: 60,
    min: 0,
    max: 1_000,
  }),
  adequateUntilPercent: wholeNumber('RETE_PUNTI_AGENDA_ADEQUATE_UNTIL_PERCENT', {
    description:
      'Of the places of an agenda over four weeks, the share that may be wanted at most: above it the agenda has too few.',
    fallback: 95,
    min: 0,
    max: 1_000,
  }),
};

/** Choices of this context that no source decides. */
export const agendaSettings = defineSettings('agenda', choices, (chosen) => [
  ...atMost('reofferMinMinutes', 'reofferMaxMinutes', chosen),
  ...atMost('maxGivenUpPerHour', 'maxGivenUpPerDay', chosen),
  ...atMost('adequateFromPercent', 'adequateUntilPercent', chosen),
  ...atMost('offerFromHour', 'offerUntilHour', chosen),
]);

/** What is wrong where the first of two choices is more than the second. */
function atMost(
  less: keyof typeof choices,
  more: keyof typeof choices,
  chosen: Readonly<Record<string, number | boolean>>,
) {
  const [is, limit] = [Number(chosen[less]), Number(chosen[more])];
  if (is <= limit) return [];
  const must = `at most ${choices[more].variable}, which is ${limit}`;
  return [{ variable: choices[less].variable, is: `${is}`, must }];
}
