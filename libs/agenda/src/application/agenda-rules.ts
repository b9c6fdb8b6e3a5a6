import { DEFAULT_COMMITMENT_LIMITS, type CommitmentLimits } from '#privacy';
import type { ReofferDelay } from '../domain/agenda-day/derived.ts';

/** Choices of ours, where no source decides: configuration of the installation. */
export interface AgendaRules {
  /** How many days ahead may be booked, unless an agenda says otherwise. */
  readonly horizonDays: number;
  /** How long before its start a slot may last be taken, unless an agenda says otherwise. */
  readonly noticeMinutes: number;
  /** How long a hold stands, unless an agenda says otherwise. */
  readonly holdMinutes: number;
  /** After how long freed places are offered again. */
  readonly reoffer: ReofferDelay;
  /** How much one person may take. */
  readonly commitments: CommitmentLimits;
}

export const DEFAULT_AGENDA_RULES: AgendaRules = {
  horizonDays: 30,
  noticeMinutes: 120,
  holdMinutes: 5,
  reoffer: { minMinutes: 5, maxMinutes: 15 },
  commitments: DEFAULT_COMMITMENT_LIMITS,
};

/** Injection token of the {@link AgendaRules}. */
export const AGENDA_RULES = Symbol('AgendaRules');
