import type { Absent, DomainEvent, WithStatus } from '#kernel/domain';
import { addDays, type LocalDate } from '#italy';
import {
  LATEST,
  rectify,
  type Inconsistency,
  type Life,
  type LifeRule,
  type Rectification,
  type RectificationRule,
  type Rectified,
} from '#use-cases/dated';

/** Days on which conventions may be signed under an act of the centre. */
interface Validity {
  readonly validFrom: LocalDate;
  /** First day on which they may no longer, where there is one. */
  readonly validUntil?: LocalDate;
}

/** What conventions are signed under: how it begins, and ends before its term. */
interface ValidityKind<State extends WithStatus & Validity, Event extends DomainEvent> {
  readonly told: LifeRule<State, Event>;
  readonly begins: {
    readonly type: Event['type'];
    readonly correctable: readonly string[];
    /** When it was made, and by which field that is told. */
    readonly made: (data: Event['data']) => { readonly field: string; readonly on: LocalDate };
  };
  readonly ends: {
    readonly type: Event['type'];
    /** The field that says from which day on. */
    readonly on: string;
  };
  readonly say: RectificationRule<State, Event>['say'];
}

interface Known<Event extends DomainEvent> {
  readonly life: Life<Event>;
  readonly now: number;
  readonly today: LocalDate;
}

/**
 * Declares how what conventions are signed under is rectified (T2): it was made, is valid for a day at least, and ends before its
 * term within its validity. What was signed under it stays under it.
 * @throws DomainError one of `rectificationRefusals` and `otherFactsRefusals`, when something is rectified
 */
export function rectifiedValidity<State extends WithStatus & Validity, Event extends DomainEvent>({
  told,
  begins,
  ends,
  say,
}: ValidityKind<State, Event>): (rectification: Rectification, known: Known<Event>) => Rectified<State, Event> {
  const inconsistencyOf = ({ type, data }: Event, today: LocalDate): Inconsistency | undefined => {
    if (type !== begins.type) return undefined;
    const { field, on } = begins.made(data);
    if (on > today) return { field, bound: today };
    const { validFrom, validUntil = LATEST } = data as Validity;
    return validFrom < validUntil ? undefined : { field: 'validFrom', bound: addDays(validUntil, -1) };
  };
  const holds = (found: State | Absent, { type, data }: Event): boolean => {
    if (type !== ends.type || !('validFrom' in found)) return true;
    const on = (data as Readonly<Record<string, LocalDate>>)[ends.on] ?? '';
    return found.validFrom <= on && on < (found.validUntil ?? LATEST);
  };
  const correctable = { [begins.type]: begins.correctable, [ends.type]: [ends.on] };
  const rule: RectificationRule<State, Event> = {
    ...{ told, inconsistencyOf, holds, say },
    correctable: correctable as RectificationRule<State, Event>['correctable'],
    annullable: [ends.type],
    withWhatFollows: (correction) => [correction],
    standing: (life) => told.judgedOn(life, LATEST) as State,
  };
  return (rectification, known) => rectify(rule, rectification, known);
}
