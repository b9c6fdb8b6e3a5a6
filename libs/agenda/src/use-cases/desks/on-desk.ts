import { IsUUID } from 'class-validator';

/** What every command on an existing desk names. */
export abstract class OnDesk {
  /** Id of the desk. */
  @IsUUID()
  readonly deskId!: string;
}

export const deskId = (input: OnDesk): string => input.deskId;

/** What policies do at a desk, whatever its state: time was claimed while it was open. */
export const KNOWN_DESK = ['OPEN', 'CLOSED'] as const;
