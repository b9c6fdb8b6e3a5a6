import { misplacement, type Misplacement } from '../hearing.ts';
import type { ProcessInstance } from '../ports/work-store.ts';
import type { Position } from '../position.ts';

/** How one process manager stands, for operators. */
export interface ProcessStatus {
  readonly process: string;
  readonly state: 'running' | 'stopped';
  readonly position: Position;
  readonly head: Position;
  readonly parked: readonly ProcessInstance[];
  /** Why nothing goes on, or why it cannot be right about its place. */
  readonly error?: string;
}

interface Standing extends Misplacement {
  readonly process: string;
  readonly parked: readonly ProcessInstance[];
  /** Why it cannot go on. */
  readonly failure: string | undefined;
}

/** How a process manager stands. One that cannot be right about its place counts as stopped. */
export function processStatusOf({ process, parked, failure, ...place }: Standing): ProcessStatus {
  const { position, head } = place;
  const error = failure ?? misplacement(place);
  return {
    process,
    ...(error === undefined ? { state: 'running' } : { state: 'stopped', error }),
    ...{ position, head, parked },
  };
}
