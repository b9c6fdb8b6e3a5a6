import 'reflect-metadata';
import { contexts, openApplication, openStores } from '#composition';
import {
  actOn,
  buildNetwork,
  DemoBookings,
  DemoClock,
  DemoDesk,
  DemoStage,
  extentOf,
  instantInRome,
  Random,
} from '#demonstration';
import { BOOKS } from '#integration';
import { addDays, romeDateOf } from '#italy';
import { idOf } from '#kernel/domain';
import { drawsUnder, readConfiguration } from '#platform';

/*
 * Plays a month of at least so many events, as the demonstration does, into a directory; before anything happens an
 * integration opens two subscriptions that are for all of it, which the demonstration has not. No number is given yet: that
 * is left to the servers that come. Prints the ids. Arguments: directory, events.
 */

const [directory = '', wanted = ''] = process.argv.slice(2);
const SEED = 7;
const DAYS = 30;
/** Events that one citizen's wish comes to, at least, on its day and until it is received. */
const EVENTS_PER_WISH = 3;
const CENTRAL = { id: 'central-officer', role: 'central' } as const;

const configuration = readConfiguration({ RETE_PUNTI_DATA: directory, RETE_PUNTI_LOG: 'off' });
const clock = new DemoClock();
const draws = drawsUnder(Buffer.from(`month ${String(SEED)}`));
const application = await openApplication({ configuration, clock, draws });
const stage = new DemoStage(application, clock, new Random(SEED), SEED, () => undefined);
const now = Date.now();
const firstDay = addDays(romeDateOf(now), -DAYS);

await stage.moveTo(instantInRome(firstDay, 7));
const integration = await give('RegisterIntegration', {
  ...{ name: 'Prova', contact: 'Ufficio', scope: { nation: true } },
});
const subscriptions: string[] = [];
for (const serial of [1, 2]) {
  const opened = { integrationId: integration, serial, name: `Prova ${String(serial)}`, filter: {} };
  subscriptions.push(await give('OpenSubscription', opened));
}
const network = await buildNetwork(stage, extentOf(Number(wanted), firstDay));
const desk = new DemoDesk(stage, network.agendas);
const bookings = new DemoBookings(stage, network.agendas, desk);
for (let day = 0; day < DAYS; day += 1) {
  const date = addDays(firstDay, day);
  await stage.moveTo(instantInRome(date, 8) - 1);
  await actOn(stage, network.acts, day, date);
  await desk.begin(date);
  const left = Number(wanted) - (await stage.eventsSettled());
  await bookings.playDay(date, Math.max(0, Math.ceil(left / (DAYS - day) / EVENTS_PER_WISH)));
}
await stage.moveTo(now);
await stage.eventsSettled();
clock.followMachine();
await application.projections.caughtUp(await application.stores.eventStore.head());
await application.close();

const { work, close } = await openStores(configuration);
await work.reset(BOOKS);
await close();
process.stdout.write(`${JSON.stringify({ integration, subscriptions })}\n`);

async function give(name: string, data: object): Promise<string> {
  const command = contexts.flatMap(({ commands }) => commands).find((one) => one.name === name);
  const given = command && (await stage.give(command, data, CENTRAL));
  if (!given) throw new Error(`${name} could not be given`);
  return idOf(given.stream);
}
