import type { CommandResult } from '#kernel/domain';
import type { Told } from '#use-cases';
import type { AgendaDayEvent } from '../domain/events/agenda-day-events.ts';
import type { AgendaEvent } from '../domain/events/agenda-events.ts';
import type { WaitlistEvent } from '../domain/events/waitlist-events.ts';

type Events = AgendaEvent | AgendaDayEvent | WaitlistEvent;

/** Answers from the event of a type that a command brings about. */
export function told<T extends Events['type']>(type: T, tell: (data: Extract<Events, { type: T }>['data']) => Told) {
  return ({ events, stream }: CommandResult): Told => {
    const event = events.find((each) => each.type === type);
    if (!event) throw new TypeError(`a command on ${stream} answered without ${type}`);
    return tell(event.data as never);
  };
}
