import { agendaDay, agendaDayId, type AppointmentMode } from '#agenda';
import { streamName } from '#kernel/domain';
import type { DemoStage } from './demo-stage.ts';

/** An appointment that is to be kept on a day. */
export interface Expected {
  readonly appointmentId: string;
  readonly serviceId: string;
  readonly mode: AppointmentMode;
  /** Milliseconds since the epoch. */
  readonly startsAt: number;
  /** Two persons come. */
  readonly isForTwo: boolean;
}

/** What the events of a day say of an appointment, as far as a desk needs to know. */
interface Told extends Omit<Expected, 'startsAt' | 'isForTwo'> {
  readonly startsAt: string;
  readonly second?: object;
}

const COMES = ['AppointmentBooked', 'AppointmentRescheduled'];
const GOES = [
  ...['AppointmentCancelled', 'AppointmentMovedAway'],
  ...['AppointmentDisplacedByClosure', 'AppointmentDisplacedWhileMoving'],
];

/** Whom the desk of an agenda expects on a day, in the order in which their places were taken. */
export async function expectedOn(
  stage: DemoStage,
  { agendaId }: { readonly agendaId: string },
  date: string,
): Promise<readonly Expected[]> {
  const { eventStore } = stage.application.stores;
  const stream = streamName(agendaDay.category, agendaDayId(agendaId, date));
  const known = new Map<string, Told>();
  const expected = new Map<string, Told>();
  for (const { type, data } of await eventStore.readStream(stream)) {
    const told = data as Told;
    const { appointmentId } = told;
    if (COMES.includes(type)) known.set(appointmentId, told);
    if (GOES.includes(type)) expected.delete(appointmentId);
    const before = known.get(appointmentId);
    if (before && (COMES.includes(type) || type === 'AppointmentReinstated')) expected.set(appointmentId, before);
  }
  return [...expected.values()].map(({ appointmentId, serviceId, mode, startsAt, second }) => ({
    ...{ appointmentId, serviceId, mode, startsAt: Date.parse(startsAt), isForTwo: second !== undefined },
  }));
}
