import type { Application } from '#composition';
import type { Tally, LogTally } from '#demonstration';
import { regionByCode } from '#italy';
import type { Projection } from '#kernel/domain';
import { formatNumber, printTable } from '#terminal';

/** What a demonstration came to. */
export interface DemoSummary {
  readonly events: number;
  readonly seconds: number;
  readonly eventsPerSecond: number;
  readonly eventsByType: Readonly<Record<string, number>>;
  readonly protocolsByState: Readonly<Record<string, number>>;
  readonly activePointsByRegion: Readonly<Record<string, number>>;
  readonly appointments: { readonly booked: number; readonly cancelled: number; readonly refused: number };
  readonly refusals: Readonly<Record<string, number>>;
}

/** Reads the summary from the log and the read models, which have caught up. */
export async function summarise(
  application: Application,
  tally: Tally,
  log: LogTally,
  seconds: number,
): Promise<DemoSummary> {
  const events = await log.readOn();
  const eventsByType = log.byType;
  const refusals = Object.fromEntries([...tally.refused].sort(([, a], [, b]) => b - a));
  return {
    events,
    seconds: Math.round(seconds * 10) / 10,
    eventsPerSecond: Math.round(events / seconds),
    eventsByType,
    protocolsByState: await count(application, 'protocol-register', ({ state }) => String(state)),
    activePointsByRegion: await count(application, 'service-point-register', ({ state, region }) =>
      state === 'ACTIVE' ? (regionByCode(String(region))?.name ?? String(region)) : undefined,
    ),
    appointments: {
      booked: eventsByType.AppointmentBooked ?? 0,
      cancelled: eventsByType.AppointmentCancelled ?? 0,
      refused: Object.values(refusals).reduce((sum, refused) => sum + refused, 0),
    },
    refusals,
  };
}

/** Prints it for people. */
export function printSummary(summary: DemoSummary): void {
  const { events, seconds, eventsPerSecond, appointments, refusals } = summary;
  printTable(
    ['events', 'seconds', 'events/s', 'appointments booked', 'cancelled', 'refused'],
    [[events, seconds, eventsPerSecond, appointments.booked, appointments.cancelled, appointments.refused]],
  );
  printTable(['protocols', 'number'], Object.entries(summary.protocolsByState));
  printTable(['region', 'active points'], Object.entries(summary.activePointsByRegion));
  const refused = Object.entries(refusals).map(([code, number]) => `${code} ${formatNumber(number)}`);
  process.stdout.write(`Refused: ${refused.join(', ') || 'none'}.\n`);
}

async function count(
  { stores }: Application,
  projection: Projection['name'],
  groupOf: (document: Record<string, unknown>) => string | undefined,
): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  const live = (await stores.readModels.builds(projection)).find((build) => build.live);
  if (!live) return counts;
  for await (const { document } of stores.readModels.documents(live.build)) {
    const group = document === undefined ? undefined : groupOf(document as Record<string, unknown>);
    if (group !== undefined) counts[group] = (counts[group] ?? 0) + 1;
  }
  return Object.fromEntries(Object.entries(counts).sort(([a], [b]) => a.localeCompare(b, 'it')));
}
