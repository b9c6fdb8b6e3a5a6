import fc from 'fast-check';
import { buildDefinitionOf, isDomainError, toTimestamp, type RecordedEvent } from '#kernel/domain';
import { ProjectionReader } from '#kernel/execution';
import type { BuildId, EventStore, ReadModelStore } from '#kernel/ports';
import { addDays } from '#italy';
import { agendaDay, agendaDayId } from '../domain/agenda-day/agenda-day.ts';
import { isInternal } from '../domain/agenda-day/booking-channels.ts';
import { freeSlots } from '../domain/agenda-day/free-slots.ts';
import type { AgendaDayEvent, DayPlan } from '../domain/events/agenda-day-events.ts';
import { CHANNELS, MODES } from '../domain/vocabulary.ts';
import { availability } from '../read-models/availability.ts';
import { DaysAhead } from '../read-models/free-places/days-ahead.ts';
import type { AnyDay } from '../use-cases/on-agenda-day.ts';
import { plan as samplePlan } from './sample-day.ts';

export const MONDAY = '2026-03-02';
export const NINE = Date.parse('2026-03-02T08:00:00Z');
export const MINUTE = 60_000;

/** Days of agendas, and the read model of them, folded event by event. */
export class World {
  readonly reader: ProjectionReader;
  readonly kept = new DaysAhead();
  readonly days = new Map<string, AnyDay>();
  now = NINE;
  #build: BuildId = '';
  #position = 0;

  private constructor(
    readonly log: EventStore,
    readonly store: ReadModelStore,
  ) {
    this.reader = new ProjectionReader({ log, store });
  }

  /** @param log nothing is written to it, but it is the one that the read model claims to be of */
  static async begin(log: EventStore, store: ReadModelStore): Promise<World> {
    const world = new World(log, store);
    await world.rebuild();
    return world;
  }

  async rebuild(): Promise<void> {
    this.#build = await this.store.createBuild(buildDefinitionOf(availability));
    await this.#commit([]);
    await this.store.switchPointer(availability.name, availability.version, this.#build);
  }

  async write(...events: AgendaDayEvent[]): Promise<void> {
    for (const event of events) {
      this.#position += 1;
      const { agendaId, date } = event.data as { readonly agendaId: string; readonly date: string };
      const key = agendaDayId(agendaId, date);
      this.days.set(key, agendaDay.evolve(this.days.get(key) ?? agendaDay.initialState(), event));
      const recorded = {
        ...{ ...event, stream: `AgendaDay-${key}`, revision: 0, position: String(this.#position) },
        ...{ recordedAt: toTimestamp(this.now), metadata: { scope: {} } },
      } as unknown as RecordedEvent;
      const before = await this.store.load(this.#build, [key]);
      const document = availability.fold(before.get(key)?.document as never, recorded, key);
      await this.#commit([{ key, position: recorded.position, document }]);
    }
  }

  async #commit(documents: readonly { key: string; position: string; document: unknown }[]): Promise<void> {
    const checkpoint = { logId: await this.log.logId(), position: String(this.#position) };
    await this.store.commit([{ build: this.#build, documents, checkpoint }]);
  }
}

/** Wall clock of Rome on a day of winter. */
export const at = (date: string, time: string): string =>
  `${date}T${String(Number(time.slice(0, 2)) - 1).padStart(2, '0')}:${time.slice(3)}:00.000Z`;

export interface Place {
  readonly region: string;
  readonly province: string;
  readonly municipality?: string;
}
// Rieti, Roma and Milano.
export const RIETI: Place = { region: '12', province: '057', municipality: 'H282' };
export const ROMA: Place = { region: '12', province: '058', municipality: 'H501' };
export const MILANO: Place = { region: '03', province: '015' };

/** A plan with slots of twenty minutes that begin at these times. */
export function planned(
  agendaId: string,
  date: string,
  starts: readonly string[],
  more: Partial<DayPlan> & {
    readonly capacity?: number;
    readonly internalCapacity?: number;
    readonly agendaRevision?: number;
  } = {},
): AgendaDayEvent {
  const { capacity = 1, internalCapacity = 0, agendaRevision = 1, ...rest } = more;
  const slots = starts.map((start) => {
    const startsAt = at(date, start);
    const places = { capacity, ...(internalCapacity > 0 ? { internalCapacity } : {}) };
    return { start, startsAt, endsAt: toTimestamp(Date.parse(startsAt) + 20 * MINUTE), ...places };
  });
  return {
    type: 'DayPlanned',
    data: {
      ...samplePlan(),
      ...(rest.region === undefined ? RIETI : {}),
      agendaId,
      date,
      slots,
      agendaRevision,
      ...rest,
    },
  };
}

export function taken(agendaId: string, date: string, start: string, id: string) {
  const startsAt = at(date, start);
  const times = { start, startsAt, endsAt: toTimestamp(Date.parse(startsAt) + 20 * MINUTE), units: 1 };
  return { agendaId, date, ...times, subject: `s-${id}`, commitmentId: `c-${id}` };
}

export const held = (agendaId: string, date: string, start: string, id: string): AgendaDayEvent => ({
  type: 'SlotHeld',
  data: {
    ...{ ...taken(agendaId, date, start, id), holdId: `h-${id}`, mode: 'IN_PERSON', channel: 'PORTAL' },
    expiresAt: at(date, '23:00'),
  },
});

export type Step =
  | { readonly do: 'wait'; readonly minutes: number }
  | {
      readonly do: 'plan';
      readonly which: number;
      readonly from: number;
      readonly slots: number;
      readonly capacity: number;
      readonly kept: number;
    }
  | { readonly do: 'hold'; readonly which: number; readonly slot: number; readonly channel: number }
  | { readonly do: 'end'; readonly which: number; readonly cools: number };
const which = fc.nat(1_000);
/** What may happen to days and to the clock. */
export const anyStep: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('wait' as const), minutes: fc.integer({ min: 1, max: 200 }) }),
  fc.record({
    ...{ do: fc.constant('plan' as const), which, from: fc.integer({ min: 10, max: 14 }) },
    ...{
      slots: fc.integer({ min: 0, max: 5 }),
      capacity: fc.integer({ min: 1, max: 3 }),
      kept: fc.integer({ min: 0, max: 2 }),
    },
  }),
  fc.record({ do: fc.constant('hold' as const), which, slot: which, channel: which }),
  fc.record({ do: fc.constant('end' as const), which, cools: fc.integer({ min: 0, max: 15 }) }),
);
/** The days that it happens to. */
export const DAYS = ['a', 'b', 'c'].flatMap((name) =>
  [MONDAY, addDays(MONDAY, 1)].map((date) => [name, date] as const),
);

/**
 * The events of a step, where rules let it happen.
 * @param holds those that stand; the step changes them
 */
export function eventsOf(
  step: Exclude<Step, { do: 'wait' }>,
  index: number,
  world: World,
  holds: { agendaId: string; date: string; data: object }[],
): AgendaDayEvent[] {
  if (step.do === 'end') {
    const [hold] = holds.splice(step.which % Math.max(1, holds.length), 1);
    if (!hold) return [];
    const reofferAt = toTimestamp(world.now + step.cools * MINUTE);
    return [{ type: 'SlotHoldExpired', data: { ...hold.data, reofferAt } as never }];
  }
  const [agendaId, date] = DAYS[step.which % DAYS.length]!;
  const day = world.days.get(agendaDayId(agendaId, date));
  if (step.do === 'plan') {
    // What is held keeps its slots; other plans are the business of the rule that plans.
    if (holds.some((hold) => hold.agendaId === agendaId && hold.date === date)) return [];
    const starts = Array.from(
      { length: step.slots },
      (_, place) => `${step.from + Math.floor(place / 3)}:${['00', '20', '40'][place % 3] ?? ''}`,
    );
    const { capacity, kept } = step;
    const places = {
      capacity,
      internalCapacity: Math.min(kept, capacity),
      agendaRevision: index + 1,
      noticeMinutes: 30,
    };
    return [planned(agendaId, date, starts, places)];
  }
  if (day?.status !== 'PLANNED' || day.slots.length === 0) return [];
  const slot = day.slots[step.slot % day.slots.length]!;
  const channel = CHANNELS[step.channel % CHANNELS.length]!;
  try {
    freeSlots({ date, start: slot.start, mode: MODES[0], channel }, day, { agenda: undefined, now: world.now });
  } catch (refusal) {
    if (isDomainError(refusal)) return [];
    throw refusal;
  }
  const internal = isInternal(channel) ? { internal: true as const } : {};
  const data = { ...taken(agendaId, date, slot.start, `${index}`), ...internal, holdId: `h-${index}` };
  holds.push({ agendaId, date, data });
  return [{ type: 'SlotHeld', data: { ...data, mode: 'IN_PERSON', channel, expiresAt: at(date, '23:00') } }];
}
