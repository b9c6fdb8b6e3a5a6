import type { LocalDate, LocalTime } from '#italy';
import type { AgendaProfile } from '../events/agenda-events.ts';

/** Makes an agenda that receives nobody yet. */
export interface OpenAgenda {
  readonly type: 'OpenAgenda';
  readonly profile: AgendaProfile;
}

/** Adds hours of a day of the week. Its id derives from the command. */
export interface DefineOpeningBand {
  readonly type: 'DefineOpeningBand';
  /** 1 (Monday) to 7 (Sunday). */
  readonly weekday: number;
  readonly from: LocalTime;
  readonly to: LocalTime;
  readonly capacity: number;
  readonly validFrom: LocalDate;
  readonly validUntil?: LocalDate;
}

/** Takes hours back, from today on. */
export interface WithdrawOpeningBand {
  readonly type: 'WithdrawOpeningBand';
  readonly bandId: string;
}

/** Changes how many persons a band receives at once. */
export interface ChangeAgendaCapacity {
  readonly type: 'ChangeAgendaCapacity';
  readonly bandId: string;
  readonly capacity: number;
}

/** Days on which nobody is received. Its id derives from the command. */
export interface DeclareClosure {
  readonly type: 'DeclareClosure';
  readonly from: LocalDate;
  /** Inclusive. */
  readonly until: LocalDate;
  readonly reason: string;
}

export interface WithdrawClosure {
  readonly type: 'WithdrawClosure';
  readonly closureId: string;
}

/** Ends an agenda. */
export interface CloseAgenda {
  readonly type: 'CloseAgenda';
  /** The first day on which it no longer receives; today at the earliest. */
  readonly effectiveDate: LocalDate;
}

export type AgendaCommand =
  | OpenAgenda
  | DefineOpeningBand
  | WithdrawOpeningBand
  | ChangeAgendaCapacity
  | DeclareClosure
  | WithdrawClosure
  | CloseAgenda;
