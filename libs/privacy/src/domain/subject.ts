import { defineAggregate, defineRefusals, type Absent } from '#kernel/domain';
import type { SubjectEvent } from './events.ts';
import { evolve, type Subject } from './subject-state.ts';

const refuse = defineRefusals({
  SUBJECT_UNKNOWN: [
    'Nobody is known under this id or codice fiscale: correct it, or register the person first.',
    'not-found',
  ],
  SUBJECT_ERASED:
    'This person was erased, and nothing is taken under this id any more: send it again, under a new Idempotency-Key, in some seconds.',
});

/**
 * A person under a random id: what binds their time, and whether they were erased. The consistency boundary of the
 * limits per person. A claim counts until it is released or its time has passed.
 */
export const subject = defineAggregate<Subject, SubjectEvent>({
  category: 'Subject',
  called: 'the person',
  codes: {
    notFound: refuse.SUBJECT_UNKNOWN,
    alreadyExists: 'SUBJECT_ALREADY_REGISTERED',
    stateForbids: refuse.SUBJECT_ERASED,
  },
  evolve,
  scopeOf: () => ({}),
  subjectsOf: (event) => [event.data.subject],
});

/**
 * The events that make a person known, none when they are.
 * @throws DomainError SUBJECT_ERASED
 */
export function registration(state: Subject | Absent, id: string): SubjectEvent[] {
  if (state.status === 'ERASED') throw subject.stateForbids();
  return state.status === 'REGISTERED' ? [] : [{ type: 'SubjectRegistered', data: { subject: id } }];
}
