import { contexts, openApplication, masterKeyFile, readInstallation, type Application } from '#composition';
import {
  actOn,
  DAYS_AHEAD,
  DemoBookings,
  instantInRome,
  DemoClock,
  DemoDesk,
  buildNetwork,
  extentOf,
  DemoStage,
  connectReceiver,
  openIntegration,
  Random,
  type DemoIntegration,
  type DemoNetwork,
  type DemoReceiver,
} from '#demonstration';
import { addDays, romeDateOf } from '#italy';
import { START } from '#kernel/domain';
import { drawsUnder, optionsOf, type Configuration, type Lines } from '#platform';
import { MasterKey } from '#privacy';
import { printJson, CountProgress } from '#terminal';
import { freshDirectory, markPlayed } from '../demo/directory.ts';
import { printExamples } from '../demo/examples.ts';
import { playedInVain } from '../demo/played-in-vain.ts';
import { printSummary, summarise, type DemoSummary } from '../demo/summary.ts';
import { Failure } from '../failure.ts';
import type { InstallationOptions } from '../installation/installation-options.ts';
import { environmentWith, serveUntilTold } from './serve.ts';

export interface DemoOptions extends InstallationOptions {
  readonly data: string;
  readonly events: number;
  readonly seed: number;
  readonly port?: string;
  readonly exit?: boolean;
  readonly json?: boolean;
}

const DAYS = 30;
/** Events that one citizen's wish comes to on its day, on average: registration, commitment, booking; some are refused. */
const EVENTS_PER_WISH = 2.7;
/** Events of the reception of one person: checked in, called now and then, begun, completed. */
const EVENTS_PER_VISIT = 2.9;
/** So many of those who wish for one find a place. */
const SHARE_OF_BOOKED = 0.7;

/**
 * Plays one month that ends now into a new installation, through the same commands that HTTP gives; then serves it. In
 * the clustered mode this one process is server and worker.
 * @throws Failure when nothing was planned or booked, after the summary
 */
export async function demo(options: DemoOptions): Promise<void> {
  const environment = { RETE_PUNTI_LOG: 'off', ...environmentWith({ ...newInstallation(options), ...options }) };
  const configuration = readInstallation(environment);
  freshDirectory(options.data);
  // Workers that join later need this very key.
  await MasterKey.load({ environment, file: masterKeyFile(configuration), missing: 'make' });
  const clock = new DemoClock();
  // Everything of a demonstration follows from its seed.
  const draws = drawsUnder(Buffer.from(`demonstration ${options.seed}`));
  // What is made up is mailed to nobody, whatever the installation of this shell does; its receiver stands on this machine.
  const apart = { ...process.env, RETE_PUNTI_SMTP_URL: '', RETE_PUNTI_WEBHOOK_PRIVATE: 'on' };
  const application = await openApplication({
    ...{ configuration, clock, draws, environment: apart },
    ...outagesOf(configuration),
  });
  let handedOver = false;
  let receiver: DemoReceiver | undefined;
  try {
    await refuseUsed(application, configuration);
    const { summary, stage, network, integration } = await play(options, application, clock);
    markPlayed(options.data);
    if (options.json) printJson(summary);
    else printSummary(summary);
    const why = playedInVain(summary);
    if (why !== undefined) throw new Failure(why);
    if (options.exit) return;
    receiver = await connectReceiver(stage, integration);
    const shown = { network, integration, receiver };
    handedOver = true;
    await serveUntilTold(application, configuration, (url) => {
      void printExamples(application, shown, { url, installation: optionsOf(configuration), directory: options.data });
    });
  } finally {
    if (!handedOver) await application.close();
    receiver?.close();
  }
}

/** A demonstration keeps no log unless it is told to: whoever looks on is to know all the same why it stands still. */
function outagesOf({ log }: Configuration): { readonly outages?: Lines } {
  const tell = (line: string): void => void process.stderr.write(`\n${line}\n`);
  return log === 'off' ? { outages: { log: tell, warn: tell } } : {};
}

/** A month that is over. */
interface Played {
  readonly stage: DemoStage;
  readonly network: DemoNetwork;
  readonly integration: DemoIntegration;
  readonly summary: DemoSummary;
}

async function play({ events, seed }: DemoOptions, application: Application, clock: DemoClock): Promise<Played> {
  const started = performance.now();
  const now = Date.now();
  const today = romeDateOf(now);
  const firstDay = addDays(today, -DAYS);
  const progress = new CountProgress('playing a month', events, 'events');
  const stage = new DemoStage(application, clock, new Random(seed), seed, (written) => {
    progress.update(Math.min(written, events));
  });
  try {
    await stage.moveTo(instantInRome(firstDay, 7));
    const extent = extentOf(events, firstDay);
    const commands = contexts.flatMap((context) => context.commands);
    const integration = await openIntegration(stage, commands, extent.provinces[0]?.region ?? '');
    const network = await buildNetwork(stage, extent);
    await stage.moveTo(instantInRome(firstDay, 8) - 1);
    const desk = await playDays(stage, network, firstDay, events);
    // From here on the clock is the machine's; what fell due meanwhile happens now.
    await stage.moveTo(now);
    await desk.open(today);
    await stage.eventsSettled();
    clock.followMachine();
    await application.projections.caughtUp(await application.stores.eventStore.head());
    const seconds = (performance.now() - started) / 1_000;
    return { stage, network, integration, summary: await summarise(application, stage.tally, stage.log, seconds) };
  } finally {
    progress.stop();
  }
}

/**
 * The wishes of each day are what is left of the wanted events, spread over the days that are left; those who have booked
 * are going to be received, and so are some of those who book now.
 */
async function playDays(
  stage: DemoStage,
  { agendas, showcase, acts }: DemoNetwork,
  firstDay: string,
  events: number,
): Promise<DemoDesk> {
  const { contributions, income, remote } = showcase ?? {};
  const shown = [contributions, income, remote].flatMap((agenda) => agenda ?? []);
  const desk = new DemoDesk(stage, [...agendas, ...shown]);
  const bookings = new DemoBookings(stage, agendas, desk);
  const over = addDays(firstDay, DAYS);
  for (let day = 0; day < DAYS; day += 1) {
    const date = addDays(firstDay, day);
    await stage.moveTo(instantInRome(date, 8) - 1);
    await actOn(stage, acts, day, date);
    const visits = (await desk.begin(date)) + bookings.bookedBetween(date, over) * EVENTS_PER_VISIT;
    const left = events - (await stage.eventsSettled()) - visits;
    const daysLeft = DAYS - day;
    // Nobody makes up for those who are turned away on the last day, so that more have to come.
    const received = Math.min(1, (daysLeft - 1) / DAYS_AHEAD) * SHARE_OF_BOOKED * EVENTS_PER_VISIT;
    const perWish = daysLeft === 1 ? EVENTS_PER_WISH / 2 : EVENTS_PER_WISH + received;
    await bookings.playDay(date, Math.max(0, Math.ceil(left / daysLeft / perWish)));
  }
  return desk;
}

/** Of no demonstration before, where servers keep several installations. */
function newInstallation({ mode = process.env.RETE_PUNTI_MODE }: DemoOptions): InstallationOptions {
  return mode === 'clustered' ? { installation: `demo-${Date.now().toString(36)}` } : {};
}

/** @throws Failure when the log has events: nothing of an installation is ever replaced on a server */
async function refuseUsed({ stores }: Application, { cluster }: Configuration): Promise<void> {
  for await (const { events } of stores.eventStore.readLog({ after: START, batchSize: 1 })) {
    if (events.length === 0) continue;
    throw new Failure(
      `The installation ${cluster?.installation ?? ''} has events already. Give another name with --installation.`,
    );
  }
}
