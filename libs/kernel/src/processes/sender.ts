import { commandAbandoned } from '../commands/abandonment.ts';
import { isDomainError, isSystemError, messageOf } from '../errors.ts';
import type { PlannedCommand } from '../ports/work-store.ts';
import type { Dispatch } from './dispatch.ts';

/** What passes by itself. */
const FOR_NOW = [
  'STORE_UNAVAILABLE',
  'LOG_CHANGED',
  'OUTCOME_UNKNOWN',
  'CONFLICT_RETRIES_EXHAUSTED',
  'ERASURES_BEHIND',
] as const;

/** What giving a command came to. */
export type Sent =
  | { readonly outcome: 'done' }
  /** The store is down or was changed, or rivals were faster: it is given again later, without limit. */
  | { readonly outcome: 'later'; readonly error: unknown }
  /** Its time has not come, which is no failure: it is given again later, without limit. */
  | { readonly outcome: 'not yet' }
  /** A person has to look. */
  | { readonly outcome: 'refused'; readonly error: string };

/**
 * Gives a planned command as the policy that a process manager is. "Already so" counts as done; so does that it was
 * abandoned: it had been refused before, or what it was about is no more, and given ever so often it cannot act.
 */
export async function send(dispatch: Dispatch, process: string, command: PlannedCommand): Promise<Sent> {
  const { commandId, name, data, causationId, correlationId } = command;
  const actor = { kind: 'policy', name: process } as const;
  try {
    await dispatch(name, data, { commandId, actor, causationId, correlationId });
    return { outcome: 'done' };
  } catch (error) {
    if (isDomainError(error)) {
      if (error.kind === 'already-so' || error.code === commandAbandoned.code) return { outcome: 'done' };
      if (error.kind === 'not-yet') return { outcome: 'not yet' };
      return { outcome: 'refused', error: `${name}: ${error.code} ${JSON.stringify(error.facts)}` };
    }
    if (isSystemError(error, ...FOR_NOW)) {
      return { outcome: 'later', error };
    }
    return { outcome: 'refused', error: `${name}: ${messageOf(error)}` };
  }
}
