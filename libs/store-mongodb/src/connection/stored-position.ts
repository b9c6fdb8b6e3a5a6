import { Long } from 'mongodb';
import type { Position } from '#kernel/domain';
import type { Checkpoint } from '#kernel/ports';

/** As the driver gives it back: a number as long as that is exact. */
export type StoredPosition = Long | number;

export interface StoredCheckpoint {
  readonly logId: string;
  readonly position: StoredPosition;
  readonly incompleteSince?: StoredPosition;
}

/** A position as a 64-bit integer, so that the server compares it as one. */
export function toStored(position: Position): Long {
  return Long.fromString(position);
}

export function fromStored(position: StoredPosition): Position {
  return position.toString();
}

export function toStoredCheckpoint({ logId, position, incompleteSince }: Checkpoint): StoredCheckpoint {
  return {
    logId,
    position: toStored(position),
    ...(incompleteSince === undefined ? {} : { incompleteSince: toStored(incompleteSince) }),
  };
}

export function fromStoredCheckpoint(stored: StoredCheckpoint): Checkpoint {
  const { logId, position, incompleteSince } = stored;
  return {
    logId,
    position: fromStored(position),
    ...(incompleteSince === undefined ? {} : { incompleteSince: fromStored(incompleteSince) }),
  };
}
