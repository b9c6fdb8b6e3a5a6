import type { StoredEvent } from '#kernel/ports';
import { eventsAfter, parkedIn } from './dying.ts';

/** What there is in the end, but for ids and recording times: what happened to each thing, by whom, and why. */
export interface EndState {
  readonly streams: Readonly<Record<string, readonly object[]>>;
  readonly parked: readonly unknown[];
}

/** Ids that follow from those of events, and times that count from when something was done. */
const OF_THIS_RUN: readonly string[] = ['commitmentId', 'entryId', 'until', 'openUntil'];

/**
 * What has come of everything in a directory, while no server runs over it.
 * @param before position of the last event before any cause
 */
export async function endStateOf(directory: string, before: string): Promise<EndState> {
  const streams: Record<string, object[]> = {};
  for (const { type, stream, data, metadata } of await eventsAfter(directory, before)) {
    const { effectiveAt, actor } = metadata as { effectiveAt?: string; actor: object };
    (streams[stream] ??= []).push({ type, data: withoutIds(data), actor, effectiveAt: effectiveAt ?? null });
  }
  return { streams, parked: await parkedIn(directory) };
}

/** Who brought an event about. */
export function actorOf({ metadata }: StoredEvent): unknown {
  return (metadata as { actor: unknown }).actor;
}

function withoutIds(data: unknown): object {
  return Object.fromEntries(Object.entries(data as object).filter(([name]) => !OF_THIS_RUN.includes(name)));
}
