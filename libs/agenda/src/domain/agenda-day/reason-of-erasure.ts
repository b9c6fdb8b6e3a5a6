import { SECOND_PERSON_UNAVAILABLE, SUBJECT_ERASED, type CancellationCause } from '../vocabulary.ts';
import type { Appointment } from './day-state.ts';

/**
 * Why an appointment ends when somebody is erased. Whose appointment it is learns that the other does not come, and not that
 * they were erased.
 */
export function reasonOfErasure(
  { second }: Pick<Appointment, 'second'>,
  erased: string | undefined,
): CancellationCause {
  const isSecond = second !== undefined && second.subject === erased;
  return isSecond ? SECOND_PERSON_UNAVAILABLE : SUBJECT_ERASED;
}
