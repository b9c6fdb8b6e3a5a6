import { IsUUID } from 'class-validator';
import { OnAgenda } from '../on-agenda.ts';

/** What every command on an entry of a waiting list names. */
export abstract class OnWaitingEntry extends OnAgenda {
  /** Id of the entry. */
  @IsUUID()
  readonly entryId!: string;
}

/** A list is there as soon as somebody has joined it. */
export const ANY_LIST = ['ABSENT', 'OPEN'] as const;
