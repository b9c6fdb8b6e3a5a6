import { setTimeout as sleep } from 'node:timers/promises';
import {
  getSubscription,
  proveSubscriptionEndpoint,
  setSubscriptionEndpoint,
  showSubscriptionSecrets,
  type EndpointSecrets,
} from '#integration';
import { regionByCode } from '#italy';
import { idOf } from '#kernel/domain';
import type { AnyCommand, Principal } from '#use-cases';
import { DemoReceiver } from './demo-receiver.ts';
import type { DemoStage } from './demo-stage.ts';
import { CENTRAL, LABEL } from './demo-units.ts';

/** A system of another administration, and the two subscriptions by which it follows the network. */
export interface DemoIntegration {
  readonly integrationId: string;
  /** What happens to points, anywhere: to be sent to an endpoint, once it has one. */
  readonly sent: string;
  /** All that happens in one region: its owner asks for it. */
  readonly asked: string;
}

const POINT_OPENED = 'it.inps.retepunti.service-point.opened.v1';
const POINTS = [
  POINT_OPENED,
  ...['approved', 'suspended', 'resumed', 'closed'].map((fact) => POINT_OPENED.replace('opened', fact)),
];

/**
 * Registers an integration and opens its subscriptions, before anything happens: all that they are for has a number.
 * @param commands those of the application: those of integrations depend on what is published
 * @param region ISTAT code
 */
export async function openIntegration(
  stage: DemoStage,
  commands: readonly AnyCommand[],
  region: string,
): Promise<DemoIntegration> {
  const give = async (name: string, data: object): Promise<string> => {
    const command = commands.find((one) => one.name === name);
    const given = command && (await stage.give(command, data, CENTRAL));
    if (!given) throw new Error(`the demonstration could not give ${name}`);
    return idOf(given.stream);
  };
  const integrationId = await give('RegisterIntegration', {
    ...{ name: `Mappa dei servizi ${LABEL}`, contact: `Ufficio sistemi informativi ${LABEL}` },
    mailbox: 'sistemi@example.org',
    scope: { nation: true },
  });
  const open = (serial: number, name: string, filter: object): Promise<string> =>
    give('OpenSubscription', { integrationId, serial, name: `${name} ${LABEL}`, filter });
  return {
    integrationId,
    sent: await open(1, 'Punti aperti', { types: POINTS }),
    asked: await open(2, regionByCode(region)?.name ?? region, { region }),
  };
}

/** How long what has a number may take to come, in milliseconds. */
const PATIENCE_MS = 10_000;
const LOOK_EVERY_MS = 20;

/**
 * Starts the receiver of an integration, and has it sent what has happened: as its owner, by the clock of the machine, as a
 * receiver takes no signature of another time.
 * @returns once it has all, or after ten seconds
 */
export async function connectReceiver(
  stage: DemoStage,
  { integrationId, sent: subscriptionId }: DemoIntegration,
): Promise<DemoReceiver> {
  const owner: Principal = { id: 'demo-integration', role: 'integration', integration: integrationId };
  const receiver = await DemoReceiver.start();
  try {
    await stage.give(setSubscriptionEndpoint, { subscriptionId, url: `${receiver.url}/webhooks` }, owner);
    const shown = await stage.give(showSubscriptionSecrets, { subscriptionId }, owner);
    receiver.trust((shown?.told?.[0] as EndpointSecrets).shared);
    await stage.give(proveSubscriptionEndpoint, { subscriptionId }, owner);
    const { lastNumber } = await stage.ask(getSubscription, { subscriptionId }, owner);
    const until = Date.now() + PATIENCE_MS;
    while (receiver.number < lastNumber && Date.now() < until) await sleep(LOOK_EVERY_MS);
    return receiver;
  } catch (error) {
    receiver.close();
    throw error;
  }
}
