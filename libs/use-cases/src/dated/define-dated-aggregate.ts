import {
  defineAggregate,
  defineRefusal,
  type Absent,
  type Aggregate,
  type AggregateInput,
  type DomainEvent,
  type LivingAggregate,
  type WithStatus,
} from '#kernel/domain';
import { romeDateAt, type LocalDate } from '#italy';
import type { LifeRule } from './define-life.ts';
import type { Life } from './life.ts';

/** A state with the life that it follows from: whatever the day of the state, the life is whole. */
export type Lived<State, Event extends DomainEvent> = State & { readonly life: Life<Event> };

/** One kind of thing whose state is asked for by legal dates. */
export interface DatedAggregate<State extends WithStatus, Event extends DomainEvent> extends LivingAggregate<
  Lived<State, Event>,
  Event
> {
  readonly told: LifeRule<State, Event>;
  /** The state that a fact of this day in Rome is judged on, as it is known now. */
  judgedOn(state: Lived<State, Event> | Absent, date: LocalDate): Lived<State, Event> | Absent;
}

interface DatedInput<State extends WithStatus, Event extends DomainEvent> extends Omit<
  AggregateInput<State, Event>,
  'evolve'
> {
  /** How its states follow from its facts. */
  readonly told: LifeRule<State, Event>;
}

/**
 * Declares an aggregate that is told by legal dates (T1). What is folded is what was written; its state is that of the day
 * on which the last event was recorded, and commands are judged on that of their own legal date.
 */
export function defineDatedAggregate<State extends WithStatus, Event extends DomainEvent>({
  told,
  ...input
}: DatedInput<State, Event>): DatedAggregate<State, Event> {
  type Known = Lived<State, Event> | Absent;
  const stateOf = (life: Life<Event>, date: LocalDate): Lived<State, Event> =>
    ({ ...told.judgedOn(life, date), life }) as Lived<State, Event>;
  const lifeOf = (state: Known): Life<Event> => ('life' in state ? state.life : []);
  const aggregate = defineAggregate<Lived<State, Event>, Event>({
    ...(input as Omit<AggregateInput<Lived<State, Event>, Event>, 'evolve'>),
    evolve: (state, event, at) => {
      if (!at) throw new TypeError(`${event.type}: a life is told by when its facts were recorded, too`);
      return stateOf(told.add(lifeOf(state), event, at), romeDateAt(at.recordedAt));
    },
  });
  const { code } = aggregate.stateForbids;
  return {
    ...aggregate,
    stateForbids: defineRefusal(
      code,
      `On {legalDate} it was in state {state}, in which ${input.called} does not take {command}; it does in {allowed}. ` +
        'Read it again and decide anew.',
    ),
    told,
    judgedOn: (state, date) => ('life' in state ? stateOf(state.life, date) : state),
  };
}

/** The day that a command is judged on, and the day on which it is given. */
interface Judged {
  /** `yyyy-mm-dd` in Rome. */
  readonly legalDate: LocalDate;
  readonly today: LocalDate;
}

/**
 * A thing as it stood at the end of a command's legal day, where its kind is told by legal dates; as it is, where it is not.
 */
export function standingOn(
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- which state and events plays no part here
  aggregate: Aggregate<any, any>,
  state: WithStatus,
  { legalDate, today }: Judged,
): WithStatus {
  if (!isDated(aggregate) || !('life' in state)) return state;
  const lived = state as Lived<WithStatus, DomainEvent>;
  const recordedOn = romeDateAt(lived.life.at(-1)?.recordedAt ?? '');
  // Another process, whose clock is ahead, may have written on what is tomorrow here: that has happened all the same.
  const day = legalDate < today || recordedOn < legalDate ? legalDate : recordedOn;
  // The state is that of the day on which the last event was recorded.
  return day === recordedOn ? state : aggregate.judgedOn(lived, day);
}

/** Tells whether a kind of thing is told by legal dates. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- as above
export function isDated(aggregate: Aggregate<any, any>): aggregate is DatedAggregate<WithStatus, DomainEvent> {
  return 'told' in aggregate;
}
