import { Command } from '@nestjs/cqrs';
import type { CommandResult } from '#kernel';
import type { CommandEnvelope } from '#platform';
import type {
  ChangeAgendaCapacity as ChangeCapacityCommand,
  CloseAgenda as CloseCommand,
  DeclareClosure as DeclareCommand,
  DefineOpeningBand as DefineCommand,
} from '../domain/agenda/agenda-commands.ts';
import type { AgendaDayEvent, Citizen } from '../domain/events/agenda-day-events.ts';
import type { AgendaEvent, AgendaOwner } from '../domain/events/agenda-events.ts';
import type { CancellationReason, Channel, Mode } from '../domain/events/schemas.ts';
import type { PlanDayData } from './processes/agenda-days.ts';

export type AgendaResult = CommandResult<AgendaEvent>;
export type AgendaDayResult = CommandResult<AgendaDayEvent>;

/** The id of the agenda derives from the id of the command; what is left out is as the installation's rules say. */
export interface OpenAgendaData {
  readonly owner: AgendaOwner;
  readonly name: string;
  readonly serviceLine: string;
  readonly slotMinutes: number;
  readonly modes: Mode[];
  readonly horizonDays?: number;
  readonly noticeMinutes?: number;
  readonly holdMinutes?: number;
  /** `MM-DD`. */
  readonly patronSaint?: string;
}

export class OpenAgenda extends Command<AgendaResult> {
  constructor(readonly envelope: CommandEnvelope<OpenAgendaData>) {
    super();
  }
}

interface OfAgenda {
  readonly agendaId: string;
}

export type DefineOpeningBandData = OfAgenda & Omit<DefineCommand, 'type'>;

export class DefineOpeningBand extends Command<AgendaResult> {
  constructor(readonly envelope: CommandEnvelope<DefineOpeningBandData>) {
    super();
  }
}

export type WithdrawOpeningBandData = OfAgenda & { readonly bandId: string };

export class WithdrawOpeningBand extends Command<AgendaResult> {
  constructor(readonly envelope: CommandEnvelope<WithdrawOpeningBandData>) {
    super();
  }
}

export type ChangeAgendaCapacityData = OfAgenda & Omit<ChangeCapacityCommand, 'type'>;

export class ChangeAgendaCapacity extends Command<AgendaResult> {
  constructor(readonly envelope: CommandEnvelope<ChangeAgendaCapacityData>) {
    super();
  }
}

export type DeclareClosureData = OfAgenda & Omit<DeclareCommand, 'type'>;

export class DeclareClosure extends Command<AgendaResult> {
  constructor(readonly envelope: CommandEnvelope<DeclareClosureData>) {
    super();
  }
}

export type WithdrawClosureData = OfAgenda & { readonly closureId: string };

export class WithdrawClosure extends Command<AgendaResult> {
  constructor(readonly envelope: CommandEnvelope<WithdrawClosureData>) {
    super();
  }
}

export type CloseAgendaData = OfAgenda & Omit<CloseCommand, 'type'>;

export class CloseAgenda extends Command<AgendaResult> {
  constructor(readonly envelope: CommandEnvelope<CloseAgendaData>) {
    super();
  }
}

/** Only the policy that plans days gives it. */
export class PlanDay extends Command<AgendaDayResult> {
  constructor(readonly envelope: CommandEnvelope<PlanDayData>) {
    super();
  }
}

interface OfDay extends OfAgenda {
  /** `yyyy-mm-dd`, in Rome. */
  readonly date: string;
}

/** Who comes, as far as it is known before the booking: the codice fiscale finds the person. */
export type HoldingCitizen = Pick<Citizen, 'fiscalCode'>;

export interface HoldSlotData extends OfDay {
  readonly start: string;
  /** Consecutive slots; one when absent. */
  readonly units?: number;
  readonly mode: Mode;
  /** Of staff; citizens hold online. */
  readonly channel?: Channel;
  /** Needed from staff; citizens hold for themselves. */
  readonly citizen?: HoldingCitizen;
}

export class HoldSlot extends Command<AgendaDayResult> {
  constructor(readonly envelope: CommandEnvelope<HoldSlotData>) {
    super();
  }
}

export type HoldData = OfDay & { readonly holdId: string };

export class ReleaseHold extends Command<AgendaDayResult> {
  constructor(readonly envelope: CommandEnvelope<HoldData>) {
    super();
  }
}

/** Only the policy that ends holds gives it. */
export class ExpireHold extends Command<AgendaDayResult> {
  constructor(readonly envelope: CommandEnvelope<HoldData>) {
    super();
  }
}

interface BookingData extends OfDay {
  readonly serviceId: string;
  readonly channel?: Channel;
  readonly citizen: Citizen;
}

export interface BookHeldData extends BookingData {
  readonly holdId: string;
  /** If given, it must be the hold's. */
  readonly mode?: Mode;
  readonly start?: undefined;
}

export interface BookFreeData extends BookingData {
  readonly start: string;
  /** Consecutive slots; one when absent. */
  readonly units?: number;
  readonly mode: Mode;
  readonly holdId?: undefined;
}

export class BookAppointment extends Command<AgendaDayResult> {
  constructor(readonly envelope: CommandEnvelope<BookHeldData | BookFreeData>) {
    super();
  }
}

export type CancelAppointmentData = OfDay & { readonly appointmentId: string; readonly reason: CancellationReason };

export class CancelAppointment extends Command<AgendaDayResult> {
  constructor(readonly envelope: CommandEnvelope<CancelAppointmentData>) {
    super();
  }
}
