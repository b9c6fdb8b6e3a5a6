import { defineRefusals, type Claim, type Sealed } from '#kernel/domain';
import { registrationOf, type AnyPrincipal, type CommandShell } from '#use-cases';
import type { Service } from '#services';
import type { CommitmentLimits } from '../domain/commitments/commitment-limits.ts';
import { SECOND_PERSON_FIELD, type Citizen } from '../domain/events/citizen.ts';
import type { AnyDay } from './on-agenda-day.ts';
import { claimsOnTime } from './take-slots.ts';

/** A second person as the rule of a booking sees them: a subject, and their data sealed under their own key. */
export interface SealedSecond {
  readonly subject: string;
  readonly citizen: Sealed<Citizen>;
}

const refuse = defineRefusals({
  SECOND_PERSON_REQUIRED: 'For {serviceId} two persons come: name the second under secondPerson.',
  SECOND_PERSON_NOT_WANTED: 'For {serviceId} one person comes: leave secondPerson out.',
  SECOND_PERSON_IS_THE_FIRST: 'Two persons come, and both are named alike: name somebody else under secondPerson.',
});

/** What the naming of a second person may be refused. */
export const secondPersonRefusals = Object.values(refuse);

interface Named {
  readonly citizen: { readonly fiscalCode: string };
  readonly secondPerson?: Citizen | undefined;
}

/**
 * Refuses a booking that names no second person where the service wants two, or one where it does not: nobody's data is
 * taken for nothing.
 * @throws DomainError SECOND_PERSON_REQUIRED | SECOND_PERSON_NOT_WANTED | SECOND_PERSON_IS_THE_FIRST
 */
export function requireSecondPerson({ id, secondPerson: isWanted }: Service, { citizen, secondPerson }: Named): void {
  if (isWanted && !secondPerson) throw refuse.SECOND_PERSON_REQUIRED({ serviceId: id });
  if (!isWanted && secondPerson) throw refuse.SECOND_PERSON_NOT_WANTED({ serviceId: id });
  if (!secondPerson) return;
  const [first, second] = [citizen, secondPerson].map(({ fiscalCode }) => fiscalCode.toUpperCase());
  if (first === second) throw refuse.SECOND_PERSON_IS_THE_FIRST();
}

/**
 * The second person of a booking, registered like anybody who is named, and sealed under a key of their own.
 * @param subject whose appointment it is
 * @throws DomainError SECOND_PERSON_IS_THE_FIRST where two codes are those of one person
 */
export async function secondOf(
  { secondPerson }: Named,
  subject: string,
  { personalData, origin }: CommandShell,
): Promise<SealedSecond | undefined> {
  if (!secondPerson) return undefined;
  const second = await personalData.subjectFor(secondPerson.fiscalCode, registrationOf(origin));
  if (second === subject) throw refuse.SECOND_PERSON_IS_THE_FIRST();
  return { subject: second, citizen: await personalData.seal<Citizen>(second, SECOND_PERSON_FIELD, secondPerson) };
}

interface Wanted {
  readonly holdId?: string | undefined;
  readonly start?: string;
  readonly units?: number;
  readonly second?: SealedSecond | undefined;
  readonly principal: AnyPrincipal;
}

/**
 * The claim on the time of a second person: for the slots that are wanted, or that are held for the first. It counts
 * towards no limit, as the appointment is not theirs; that they are elsewhere at that time is all that stands against it.
 */
export function claimsOfSecond(
  { holdId, start = '', units = 1, second, principal }: Wanted,
  day: AnyDay,
  known: { readonly now: number; readonly limits: CommitmentLimits },
): readonly Claim[] {
  if (!second || day.status === 'ABSENT') return [];
  const held = holdId === undefined ? { start, units } : day.holds.get(holdId);
  if (!held) return [];
  const wanted = { subject: second.subject, start: held.start, units: held.units, principal };
  return claimsOnTime('SECOND_PERSON', wanted, day, known);
}
