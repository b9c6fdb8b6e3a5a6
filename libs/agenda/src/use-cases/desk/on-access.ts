import { IsUUID } from 'class-validator';
import type { Access, AgendaDay } from '../../domain/agenda-day/day-state.ts';
import { whichDay } from '../../domain/agenda-day/taken.ts';
import { OnAgendaDay } from '../on-agenda-day.ts';

/** What every command on an access without an appointment names. */
export abstract class OnAccess extends OnAgendaDay {
  /** Id of the access. */
  @IsUUID()
  readonly accessId!: string;
}

/** Accesses are of days that are planned. */
export const PLANNED = ['PLANNED'] as const;

/** What every event about an access says. */
export function ofAccess({ plan }: AgendaDay, { accessId }: Pick<Access, 'accessId'>) {
  return { ...whichDay(plan), accessId };
}
