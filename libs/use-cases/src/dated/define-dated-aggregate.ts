import {
  defineAggregate,
  defineRefusal,
  type Absent,
  type Aggregate,
  type AggregateInput,
  type DomainEvent,
  type LivingAggregate,
  type Recording,
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
  const aggregate = defineAggregate<Lived<State, Event>, Event>({
    ...(input as Omit<AggregateInput<Lived<State, Event>, Event>, 'evolve'>),
    evolve: evolvesByLife(told, ({ recordedAt }) => romeDateAt(recordedAt)),
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
    judgedOn: (state, date) => ('life' in state ? livedOn(told, state.life, date) : state),
  };
}

/**
 * Folds what was written of a thing into its life, and into its state of a day.
 * @param dayOf the day, by when the last event was recorded
 * @throws TypeError where that is not said, when folded
 */
export function evolvesByLife<State extends WithStatus, Event extends DomainEvent>(
  told: LifeRule<State, Event>,
  dayOf: (at: Recording) => LocalDate,
): AggregateInput<Lived<State, Event>, Event>['evolve'] {
  return (state, event, at) => {
    if (!at) throw new TypeError(`${event.type}: a life is told by when its facts were recorded, too`);
    return livedOn(told, told.add('life' in state ? state.life : [], event, at), dayOf(at));
  };
}

function livedOn<State extends WithStatus, Event extends DomainEvent>(
  told: LifeRule<State, Event>,
  life: Life<Event>,
  date: LocalDate,
): Lived<State, Event> {
  return { ...told.judgedOn(life, date), life } as Lived<State, Event>;
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
