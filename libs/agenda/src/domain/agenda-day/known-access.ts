import { defineRefusals, type Refusal } from '#kernel/domain';
import type { Access, AgendaDay } from './day-state.ts';

export const accessUnknown = defineRefusals({
  ACCESS_UNKNOWN: ['The day has no access under this id: look it up among those of the day.', 'not-found'],
}).ACCESS_UNKNOWN;

const refuse = defineRefusals({
  ACCESS_WAITING: 'The person waits: start when they come to the desk.',
  ACCESS_IN_SERVICE: 'The person is being received: complete the access when that is over.',
  ACCESS_ALREADY_COMPLETED: ['The access was completed before: nothing is left to do.', 'already-so'],
  ACCESS_ALREADY_ABANDONED: [
    'The person has left, as was written down before: register them anew if they are back.',
    'already-so',
  ],
});

/** Why an access that has come to a state is not taken for one in another. */
const REFUSAL_IN: Readonly<Record<Access['status'], Refusal>> = {
  WAITING: refuse.ACCESS_WAITING,
  IN_SERVICE: refuse.ACCESS_IN_SERVICE,
  COMPLETED: refuse.ACCESS_ALREADY_COMPLETED,
  ABANDONED: refuse.ACCESS_ALREADY_ABANDONED,
};

/** What {@link accessIn} refuses where this state is allowed. */
export function accessRefusals(allowed: Access['status']): readonly Refusal[] {
  const others = (Object.keys(REFUSAL_IN) as Access['status'][]).filter((status) => status !== allowed);
  return [accessUnknown, ...others.map((status) => REFUSAL_IN[status])];
}

/**
 * An access of a day that is in this state.
 * @throws DomainError ACCESS_UNKNOWN (not-found), or the code of the state that it is in instead
 */
export function accessIn({ accesses }: AgendaDay, accessId: string, allowed: Access['status']): Access {
  const access = accesses.get(accessId);
  if (!access) throw accessUnknown({ accessId });
  if (access.status !== allowed) throw REFUSAL_IN[access.status]({ accessId });
  return access;
}
