import { defineSettings, wholeNumber } from '#use-cases';

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
    description: 'A freed place is offered again after a random delay of at least so many minutes.',
    fallback: 5,
    min: 0,
    max: 1_440,
  }),
  reofferMaxMinutes: wholeNumber('RETE_PUNTI_AGENDA_REOFFER_MAX_MINUTES', {
    description: 'A freed place is offered again after a random delay of at most so many minutes.',
    fallback: 15,
    min: 0,
    max: 1_440,
  }),
  maxOpenPerServiceLine: wholeNumber('RETE_PUNTI_AGENDA_MAX_OPEN_PER_SERVICE_LINE', {
    description: 'How many holds and appointments of one service line that lie ahead one person may have.',
    fallback: 1,
    min: 1,
    max: 100,
  }),
  maxOpenHolds: wholeNumber('RETE_PUNTI_AGENDA_MAX_OPEN_HOLDS', {
    description: 'How many holds one person may have that are neither booked nor run out, over all service lines.',
    fallback: 2,
    min: 1,
    max: 100,
  }),
};

/** Choices of this context that no source decides. */
export const agendaSettings = defineSettings('agenda', choices, ({ reofferMinMinutes, reofferMaxMinutes }) =>
  reofferMinMinutes <= reofferMaxMinutes
    ? []
    : [
        {
          variable: choices.reofferMinMinutes.variable,
          is: `${reofferMinMinutes}`,
          must: `at most ${choices.reofferMaxMinutes.variable}, which is ${reofferMaxMinutes}`,
        },
      ],
);
