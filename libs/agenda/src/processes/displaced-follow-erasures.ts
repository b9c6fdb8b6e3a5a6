import { defineProcessManager, give, when, type Reaction } from '#kernel/domain';
import { SubjectErased } from '#privacy';
import {
  AppointmentCancelled,
  AppointmentDisplacedByClosure,
  AppointmentMovedAway,
  AppointmentReinstated,
} from '../domain/events/agenda-day-events.ts';
import { closeDisplacement } from '../use-cases/close-displacement.ts';

interface Lost {
  readonly agendaId: string;
  readonly date: string;
  readonly appointmentId: string;
}

interface DisplacedPerson {
  readonly lost: readonly Lost[];
}

/**
 * Closes what an erased person has open without a place: nothing binds their time for it any more, so the erasure does not
 * name it. What is displaced after it, or just before, is found by what bound their time (`erasure-consequences`), so nothing
 * is remembered of who was erased. An instance is a person, under the id that is random; who comes with somebody is one, too.
 */
export const displacedFollowErasures = defineProcessManager<DisplacedPerson>({
  name: 'displaced-follow-erasures',
  gives: [closeDisplacement],
  on: [
    when(
      AppointmentDisplacedByClosure,
      (state, { data: { agendaId, date, appointmentId } }) => ({
        state: { lost: [...(state?.lost ?? []), { agendaId, date, appointmentId }] },
      }),
      persons,
    ),
    when([AppointmentReinstated, AppointmentCancelled, AppointmentMovedAway], over, persons),
    when(
      SubjectErased,
      (state, { data: { subject: erased } }) => ({
        state: undefined,
        commands: (state?.lost ?? []).map((one) => give(closeDisplacement, { ...one, erased })),
      }),
      ({ data: { subject } }) => [subject],
    ),
  ],
});

function persons({
  data: { subject, second },
}: {
  readonly data: { readonly subject: string; readonly second?: { readonly subject: string } };
}): readonly string[] {
  return second ? [subject, second.subject] : [subject];
}

/** It has its place back, was cancelled, or left the day on which it was displaced. */
function over(state: DisplacedPerson | undefined, { data }: { readonly data: Lost }): Reaction<DisplacedPerson> {
  const lost = (state?.lost ?? []).filter(
    ({ appointmentId, agendaId, date }) =>
      appointmentId !== data.appointmentId || agendaId !== data.agendaId || date !== data.date,
  );
  return { state: lost.length > 0 ? { lost } : undefined };
}
