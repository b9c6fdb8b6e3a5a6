import type { Aggregate, DomainEvent } from '#kernel/domain';
import type { EventStore, StoredEvent } from '#kernel/ports';
import { organisation } from '#organisation';
import { privacy, subject } from '#privacy';
import { commandsOver } from '#use-cases/specification';
import { agendas } from '../agenda.ts';
import { agendaDay, agendaDayId } from '../domain/agenda-day/agenda-day.ts';
import type { PlannedSlot } from '../domain/calendar/day-plan.ts';
import type { AgendaDayEvent } from '../domain/events/agenda-day-events.ts';
import { booked } from './sample-day.ts';

/** Every event that commands on agendas read or write. */
export const EVENTS_OF_AGENDAS = [...agendas.events, ...privacy.events, ...organisation.events];

const POLICY = { kind: 'policy', name: 'specification' } as const;

/** One process over a log, in which no process manager is at work. */
export function processOn(store: EventStore) {
  const commands = commandsOver({ store, events: EVENTS_OF_AGENDAS });
  const write = async <State, Event extends DomainEvent>(
    on: Aggregate<State, Event>,
    id: string,
    ...events: Event[]
  ) => {
    const correlationId = JSON.stringify(events);
    const origin = { commandId: `${id} ${correlationId}`, actor: POLICY, correlationId, causationId: 'specification' };
    await commands.executor.execute(on, { id, origin, decide: () => events });
  };
  return {
    ...commands,
    write,
    /** An appointment of a person, whatever the rules say. */
    bookOn: async (
      { agendaId, date }: { readonly agendaId: string; readonly date: string },
      first: PlannedSlot,
      person: string,
    ) => {
      await write(subject, person, { type: 'SubjectRegistered', data: { subject: person } });
      const event = booked(first, person);
      const appointment = { ...event, data: { ...event.data, agendaId, date } } as AgendaDayEvent;
      await write(agendaDay, agendaDayId(agendaId, date), appointment);
    },
  };
}

/** All that stands in a log. */
export async function logOf(store: EventStore): Promise<readonly StoredEvent[]> {
  const events: StoredEvent[] = [];
  for await (const batch of store.readLog({ after: '0' })) events.push(...batch.events);
  return events;
}
