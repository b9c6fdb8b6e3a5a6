import { IsUUID } from 'class-validator';
import type { Absent } from '#kernel/domain';
import { IsRealDate, setting, within, type TerritorialRole } from '#use-cases';
import { agendaSettings } from '../agenda-settings.ts';
import { agendaDayId } from '../domain/agenda-day/agenda-day.ts';
import type { AgendaDay } from '../domain/agenda-day/day-state.ts';
import { OnAgenda } from './on-agenda.ts';

/** What every command on a day of an agenda names. */
export abstract class OnAgendaDay extends OnAgenda {
  /** yyyy-mm-dd, in Rome. */
  @IsRealDate()
  readonly date!: string;
}

/** What every command on a hold names. */
export abstract class OnHold extends OnAgendaDay {
  /** Id of the hold. */
  @IsUUID()
  readonly holdId!: string;
}

export const dayId = ({ agendaId, date }: OnAgendaDay): string => agendaDayId(agendaId, date);

/** A day, planned or not. */
export type AnyDay = AgendaDay | Absent;
/** Days are commanded whether they are planned or not: each refusal names what is missing. */
export const ANY_DAY = ['ABSENT', 'PLANNED'] as const;

/** Staff of INPS, who book for citizens wherever these like to come. */
export const STAFF_ROLES: readonly TerritorialRole[] = ['central', 'regional', 'provincial', 'desk-operator'];
/** Staff of INPS, on the days of their territory. */
export const STAFF = within(...STAFF_ROLES);

/** For how many days a displaced appointment is open. */
export const displacedDays = setting(agendaSettings, (chosen) => chosen.displacedDays);

/** When freed places are offered again. */
export const reofferDelay = setting(agendaSettings, ({ reofferMinMinutes, reofferMaxMinutes }) => ({
  minMinutes: reofferMinMinutes,
  maxMinutes: reofferMaxMinutes,
}));
