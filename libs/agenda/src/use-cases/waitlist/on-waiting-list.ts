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

/** What the agenda's own events and days bring about on its list, by policy and never by a person. */
export const NO_PERSON: [] = [];
