import { Type } from '@sinclair/typebox';
import { streamName, toTimestamp, type Absent, type DomainEvent } from '#kernel/domain';
import { romeDateOf } from '#italy';
import { defineQuery, type CommandUseCase, type InputClass, type QueryShell } from '#use-cases';
import { Count, explained, listOf } from '#vocabulary';
import { displacedByPlan } from '../domain/agenda-day/displacement.ts';
import { agendaDay, agendaDayId } from '../domain/agenda-day/agenda-day.ts';
import type { Appointment } from '../domain/agenda-day/day-state.ts';
import type { Agenda } from '../domain/agenda/agenda-state.ts';
import { agenda } from '../domain/agenda/agenda.ts';
import { daysChanged } from '../domain/agenda/hours-of-days.ts';
import { planOfDay } from '../domain/agenda/plan-of-day.ts';
import { changeAgendaCapacity, ChangeAgendaCapacity } from '../use-cases/change-agenda-capacity.ts';
import { closeAgenda, CloseAgenda } from '../use-cases/close-agenda.ts';
import { declareClosure, DeclareClosure } from '../use-cases/declare-closure.ts';
import { MAX_LISTED, OFFICES, type DisplacingOnAgenda } from '../use-cases/on-agenda.ts';
import { splitOpeningBand, SplitOpeningBand } from '../use-cases/split-opening-band.ts';
import { withdrawOpeningBand, WithdrawOpeningBand } from '../use-cases/withdraw-opening-band.ts';
import { ChangedAppointment } from './changed-appointment.ts';
import { OpenedCitizen } from './day-sheet.ts';
import { asking } from './whose.ts';

const Previewed = Type.Object(
  { ...ChangedAppointment.properties, citizen: OpenedCitizen },
  { $id: 'PreviewedAppointmentAnswer' },
);

const Preview = Type.Object(
  {
    displaced: Type.Object(
      {
        count: explained(Count, 'How many they are.'),
        items: listOf(Previewed, MAX_LISTED, `The first ${MAX_LISTED} of them, by day and hour.`),
      },
      { $id: 'PreviewedAppointmentsAnswer' },
    ),
  },
  { $id: 'PreviewAnswer' },
);

/** An appointment on its day. */
interface OnDay {
  readonly date: string;
  readonly appointment: Appointment;
}

/** The query that tells beforehand whom a command on an agenda would displace. */
function previewOf<Input extends DisplacingOnAgenda, Event extends DomainEvent>(
  input: InputClass<Input>,
  command: CommandUseCase<Input, Event>,
) {
  return defineQuery({
    input,
    summary: `Whom ${command.name} with the same body would displace, as things stand; nothing changes.`,
    ...(command.example ? { example: command.example } : {}),
    by: OFFICES,
    about: ({ agendaId }) => streamName(agenda.category, agendaId),
    answer: Preview,
    refuses: [...command.refuses, agenda.notFound, agenda.stateForbids],
    run: async (wanted, shell) => {
      const { before, after } = await shell.rehearse<Agenda | Absent, Input, Event>(command, wanted);
      const those = await displaced(before, after, shell);
      const listed = those.slice(0, MAX_LISTED);
      const { personalData, principal, resource } = shell;
      const sealed = listed.map(({ appointment }) => appointment.booking.citizen);
      const opened = await personalData.open(sealed, { principal: asking(principal), purpose: input.name, resource });
      const { previewed } = wanted;
      const items = listed.map(({ date, appointment: { appointmentId, start, startsAt, endsAt } }, index) => ({
        ...{ appointmentId, date, start, startsAt: toTimestamp(startsAt), endsAt: toTimestamp(endsAt) },
        isNew: previewed ? !previewed.includes(appointmentId) : null,
        citizen: opened[index] ?? { erased: true },
      }));
      return { displaced: { count: those.length, items } };
    },
  });
}

/** Whom the plans that follow from a change would displace, by day and hour. */
async function displaced(
  before: Agenda | Absent,
  after: Agenda | Absent,
  { look, clock }: Pick<QueryShell, 'look' | 'clock'>,
): Promise<readonly OnDay[]> {
  if (before.status === 'ABSENT' || after.status === 'ABSENT') return [];
  const now = clock.now();
  const days = daysChanged(before, after, romeDateOf(now)).map(async (date): Promise<readonly OnDay[]> => {
    const { slots } = planOfDay(after, date);
    return look(agendaDay, agendaDayId(after.profile.agendaId, date), (day) =>
      day.status === 'ABSENT' ? [] : displacedByPlan(day, slots, now).map((appointment) => ({ date, appointment })),
    );
  });
  const all = (await Promise.all(days)).flat();
  return all.sort((a, b) => a.appointment.startsAt - b.appointment.startsAt);
}

/** The body of DeclareClosure, beforehand. */
export class PreviewClosure extends DeclareClosure {}
/** The body of WithdrawOpeningBand, beforehand. */
export class PreviewBandWithdrawal extends WithdrawOpeningBand {}
/** The body of SplitOpeningBand, beforehand. */
export class PreviewBandSplit extends SplitOpeningBand {}
/** The body of ChangeAgendaCapacity, beforehand. */
export class PreviewCapacity extends ChangeAgendaCapacity {}
/** The body of CloseAgenda, beforehand. */
export class PreviewAgendaEnd extends CloseAgenda {}

export const previewClosure = previewOf(PreviewClosure, declareClosure);
export const previewBandWithdrawal = previewOf(PreviewBandWithdrawal, withdrawOpeningBand);
export const previewBandSplit = previewOf(PreviewBandSplit, splitOpeningBand);
export const previewCapacity = previewOf(PreviewCapacity, changeAgendaCapacity);
export const previewAgendaEnd = previewOf(PreviewAgendaEnd, closeAgenda);
export const previews = [
  ...[previewClosure, previewBandWithdrawal, previewBandSplit],
  ...[previewCapacity, previewAgendaEnd],
];
