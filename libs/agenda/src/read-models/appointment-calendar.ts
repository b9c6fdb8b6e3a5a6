import { Type } from '@sinclair/typebox';
import { IsOptional } from 'class-validator';
import { territorialUnits } from '#organisation';
import { puntoInpsRegister, servicePointRegister } from '#service-points';
import { defineQuery, everywhere, IsOneOf, orNull, SELF_SERVICE, within, type QueryShell } from '#use-cases';
import { Count, Id, Text, Timestamp } from '#vocabulary';
import { calendarFileOf } from '../calendar-file/appointment-calendar.ts';
import { placeInWords, type Site } from '../calendar-file/place-in-words.ts';
import { serviceNameIn, textsOf } from '../mails/texts.ts';
import { LANGUAGES, type HeldAt, type Language } from '../domain/vocabulary.ts';
import { appointmentAsked, appointmentRefusals, GetAppointment, type AppointmentDocument } from './appointments.ts';

export class GetAppointmentCalendar extends GetAppointment {
  /** In which its title is, it or de; Italian when absent. */
  @IsOptional()
  @IsOneOf(LANGUAGES, 'Language')
  readonly language?: Language;
}

const Entry = Type.Object(
  {
    appointmentId: Id,
    sequence: Count,
    changedAt: Timestamp,
    startsAt: Timestamp,
    endsAt: Timestamp,
    summary: Text,
    description: Text,
    location: orNull(Text, 'Where to go.'),
    isCancelled: Type.Boolean(),
  },
  { $id: 'CalendarEntry' },
);

/** States in which nobody is expected at that place and time any more. */
const OVER: readonly AppointmentDocument['state'][] = ['CANCELLED', 'DISPLACED'];

export const getAppointmentCalendar = defineQuery({
  input: GetAppointmentCalendar,
  summary: 'One appointment as a calendar file, which puts it into a calendar, moves it there or takes it out.',
  by: [within('central', 'regional', 'provincial', 'desk-operator'), everywhere('citizen', SELF_SERVICE)],
  answer: Entry,
  file: {
    mediaType: 'text/calendar',
    fileName: 'appuntamento.ics',
    example: 'BEGIN:VCALENDAR\r\n',
    content: ({ location, ...entry }) => calendarFileOf({ ...entry, location: location ?? undefined }),
  },
  refuses: appointmentRefusals,
  run: async ({ language = 'it', ...asked }, shell) => {
    const appointment = await appointmentAsked(asked, shell);
    const { appointmentId, sequence, since: changedAt, startsAt, endsAt, serviceId, heldAt, state } = appointment;
    return {
      ...{ appointmentId, sequence, changedAt, startsAt, endsAt, isCancelled: OVER.includes(state) },
      summary: textsOf(language).calendar,
      description: serviceNameIn(language, serviceId),
      location: heldAt ? ((await placeOf(heldAt, shell)) ?? null) : null,
    };
  },
});

async function placeOf({ kind, id = '' }: HeldAt, { reader }: QueryShell): Promise<string | undefined> {
  switch (kind) {
    case 'ELSEWHERE':
      return undefined;
    case 'UNIT':
      return inWords((await reader.get(territorialUnits, id)).document, id);
    case 'PUNTO_INPS':
      return inWords((await reader.get(puntoInpsRegister, id)).document, id);
    case 'PUNTO_CLIENTE': {
      const { document } = await reader.get(servicePointRegister, id);
      return inWords(document && { ...document, name: 'Punto Cliente' }, id);
    }
  }
}

/** Until an office or point is known here, its id. */
function inWords(site: Site | undefined, id: string): string {
  return site ? placeInWords(site) : id;
}
