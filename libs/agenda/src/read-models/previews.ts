import { Type } from '@sinclair/typebox';
import { streamName, type Absent, type DomainEvent } from '#kernel/domain';
import { defineQuery, type CommandUseCase, type InputClass } from '#use-cases';
import type { Agenda } from '../domain/agenda/agenda-state.ts';
import { agenda } from '../domain/agenda/agenda.ts';
import { changeAgendaCapacity, ChangeAgendaCapacity } from '../use-cases/change-agenda-capacity.ts';
import { closeAgenda, CloseAgenda } from '../use-cases/close-agenda.ts';
import { declareClosure, DeclareClosure } from '../use-cases/declare-closure.ts';
import { OFFICES, type DisplacingOnAgenda } from '../use-cases/on-agenda.ts';
import { splitOpeningBand, SplitOpeningBand } from '../use-cases/split-opening-band.ts';
import { withdrawOpeningBand, WithdrawOpeningBand } from '../use-cases/withdraw-opening-band.ts';
import { previewServicesOfPuntoInps } from './preview-services.ts';
import { previewUnitClosure } from './preview-unit-closure.ts';
import { daysPlanned, displacedAnswer, displacedOn, named, Previewed } from './previewed-appointments.ts';

const Preview = Type.Object(
  { displaced: displacedAnswer(Previewed, 'PreviewedAppointmentsAnswer') },
  { $id: 'PreviewAnswer' },
);

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
      const those =
        before.status === 'ABSENT' || after.status === 'ABSENT'
          ? []
          : await displacedOn(daysPlanned(before, after, shell.clock.now()), shell);
      return { displaced: await named(those, shell, input.name, wanted.previewed) };
    },
  });
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
  ...[previewCapacity, previewAgendaEnd, previewUnitClosure, previewServicesOfPuntoInps],
];
