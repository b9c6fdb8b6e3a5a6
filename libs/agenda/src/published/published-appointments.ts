import { Type, type TProperties } from '@sinclair/typebox';
import { at, madeFrom, PairwiseId, publish } from '#use-cases';
import { explained, Id, LocalDate, oneOf, Timestamp, Word } from '#vocabulary';
import * as day from '../domain/events/agenda-day-events.ts';
import * as desk from '../domain/events/desk-events.ts';
import { CANCELLATION_CAUSES, CANCELLED_BY, CHANNELS, HeldAt, LAPSED_BECAUSE, MODES } from '../domain/vocabulary.ts';

/*
 * What outsiders are told of appointments. Nobody is named; the booking code, which opens an appointment to whoever has it, is
 * not told. One that moves is told of twice, for who reads the one place may not read the other.
 */

const place = {
  agenda: Id,
  point: Type.Optional(explained(Id, 'Id of the Punto INPS, where the agenda is one of those.')),
  startsAt: Timestamp,
  endsAt: Timestamp,
  person: Type.Optional(PairwiseId),
  secondPerson: Type.Optional(explained(PairwiseId, 'Who comes along, where the service wants two.')),
};
const placeAsItIs = {
  ...{ agenda: at('agendaId'), point: at('point'), startsAt: at('startsAt'), endsAt: at('endsAt') },
  ...{ person: at('subject'), secondPerson: at('second.subject') },
};
const booking: TProperties = {
  ...{ mode: oneOf(MODES), channel: oneOf(CHANNELS), serviceLine: Word, service: explained(Id, 'Of the catalogue.') },
  heldAt: Type.Optional(explained(HeldAt, 'Where the person comes to; the office of the agenda when absent.')),
};
const bookingAsItIs = {
  ...{ mode: at('mode'), channel: at('channel'), serviceLine: at('serviceLine'), service: at('serviceId') },
  heldAt: at('heldAt'),
};
const by = explained(oneOf(CANCELLED_BY), 'On whose side it was done.');
const appointment = { thing: at('appointmentId') };

export const publishedAppointments = [
  publish({
    type: 'appointment.booked.v1',
    title: 'Appuntamento prenotato',
    about: 'Somebody has an appointment.',
    fields: { ...place, ...booking },
    made: [madeFrom(day.AppointmentBooked, { ...placeAsItIs, ...bookingAsItIs }, appointment)],
  }),
  publish({
    type: 'appointment.moved.v1',
    title: 'Appuntamento spostato qui',
    about: 'An appointment stands here from now on, and where it was no longer.',
    fields: { ...place, ...booking, by },
    made: [madeFrom(day.AppointmentRescheduled, { ...placeAsItIs, ...bookingAsItIs, by: at('by') }, appointment)],
  }),
  publish({
    type: 'appointment.moved-away.v1',
    title: 'Appuntamento spostato altrove',
    about: 'An appointment stands here no longer: it was moved to another day or agenda.',
    fields: { ...place, by },
    made: [madeFrom(day.AppointmentMovedAway, { ...placeAsItIs, by: at('by') }, appointment)],
  }),
  publish({
    type: 'appointment.cancelled.v1',
    title: 'Appuntamento annullato',
    about: 'An appointment is not to be.',
    fields: { ...place, by, reason: oneOf(CANCELLATION_CAUSES) },
    made: [madeFrom(day.AppointmentCancelled, { ...placeAsItIs, by: at('by'), reason: at('reason') }, appointment)],
  }),
  publish({
    type: 'appointment.displaced.v1',
    title: 'Appuntamento senza più posto',
    about: 'An appointment has lost its place: nobody is received there then. It may be moved, or have its place back.',
    fields: { ...place, openUntil: Type.Optional(explained(Timestamp, 'Until when that may happen.')) },
    made: [madeFrom(day.AppointmentDisplacedByClosure, { ...placeAsItIs, openUntil: at('openUntil') }, appointment)],
  }),
  publish({
    type: 'appointment.reinstated.v1',
    title: 'Appuntamento di nuovo al suo posto',
    about: 'An appointment that had lost its place has it back.',
    fields: place,
    made: [madeFrom(day.AppointmentReinstated, placeAsItIs, appointment)],
  }),
  publish({
    type: 'appointment.served.v1',
    title: 'Persona ricevuta',
    about: 'Somebody with an appointment was received.',
    fields: {
      ...place,
      on: explained(LocalDate, 'The day.'),
      servicesDelivered: explained(Type.Array(Id), 'Ids of the catalogue; none where nothing could be done.'),
      solved: explained(Type.Boolean(), 'Nothing of what the person came for is left to do.'),
    },
    made: [
      madeFrom(
        desk.AppointmentCompleted,
        { ...placeAsItIs, on: at('date'), servicesDelivered: at('servicesDelivered'), solved: at('solved') },
        appointment,
      ),
    ],
  }),
  publish({
    type: 'appointment.missed.v1',
    title: 'Persona non presentata',
    about: 'Nobody came to an appointment.',
    fields: place,
    made: [madeFrom(desk.AppointmentMarkedNoShow, placeAsItIs, appointment)],
  }),
  publish({
    type: 'appointment.lapsed.v1',
    title: 'Appuntamento decaduto',
    about: 'The day of an appointment is over: no reception was written down, and nobody is said not to have come.',
    fields: { ...place, reason: oneOf(LAPSED_BECAUSE) },
    made: [madeFrom(desk.AppointmentLapsed, { ...placeAsItIs, reason: at('reason') }, appointment)],
  }),
];
