import { idOf, reservationSweeper, type CommandOrigin } from '#kernel/domain';
import type { EventStore } from '#kernel/ports';
import { hostBody, organisation, territorialUnit, type HostBodyEvent } from '#organisation';
import { privacy } from '#privacy';
import {
  activatePuntoCliente,
  approvePuntoCliente,
  puntoCliente,
  requestPuntoCliente,
  servicePoints,
  type PuntoCliente,
} from '#service-points';
import type { AnyPrincipal } from '#use-cases';
import { commandsOver, followersOver, type Commands } from '#use-cases/specification';
import { claimsOf } from '../domain/coverage/coverage-claim.ts';
import { pointCoverage, type ClaimedPeriod } from '../domain/coverage/point-coverage.ts';
import type { Protocol } from '../domain/protocol-state.ts';
import { protocol } from '../domain/protocol.ts';
import { protocols } from '../protocols.ts';
import { bringProtocolIntoForce } from '../use-cases/bring-protocol-into-force.ts';
import { draftProtocol, type DraftProtocol } from '../use-cases/draft-protocol.ts';
import { recordProtocolSignature } from '../use-cases/record-protocol-signature.ts';
import { submitProtocol } from '../use-cases/submit-protocol.ts';
import { officers, personsOver, signatoryOf } from './persons.ts';
import { hostSignature, inpsSignature, signingUnit, signingUnitEstablished } from './signatures.ts';

/*
 * Agreements over points, through their own rules and with all process managers of both contexts, for specifications of
 * what happens between protocols: who covers what, and what passes from one to the next.
 */

const contexts = [privacy, organisation, protocols, servicePoints];
const events = contexts.flatMap((context) => context.events);
const processes = [
  ...contexts.flatMap((context) => context.processes),
  reservationSweeper(contexts.flatMap(({ acts }) => acts)),
];

/** The administration that all of it is with. */
export const host = {
  id: 'c5f7b8a0-0000-5000-8000-000000000001',
  kind: 'PUBLIC_ADMINISTRATION' as const,
  name: 'Comune',
};
export const directorate: AnyPrincipal = { id: 'officer', role: 'regional', region: '08' };

/** A clock that specifications move. */
export class MovedClock {
  #now: number;
  constructor(now: string) {
    this.#now = Date.parse(now);
  }
  now(): number {
    return this.#now;
  }
  moveTo(now: string): void {
    this.#now = Date.parse(now);
  }
}

/**
 * Two sides of one network: whoever gives commands, and the process managers that follow, as one process or several over
 * the same log.
 * @param environment what the installation has chosen
 */
export function agreementsOver(
  store: EventStore,
  clock = new MovedClock('2026-03-02T08:00:00Z'),
  name = 'a',
  environment: Readonly<Record<string, string>> = {},
) {
  const personalData = personsOver(() => commands.executor);
  const commands: Commands = commandsOver({ store, events, clock, personalData, environment });
  const { executor, give } = commands;
  let entries = 0;
  const key = (what: string): string => `${name} ${what} ${(entries += 1)}`;

  /** @param isOlder the log is of a version that claimed no days of points, and has not been read since */
  const registerHost = async ({ isOlder = false } = {}): Promise<void> => {
    const details = { fiscalCode: '80078750587', ipaCode: 'c_demo', region: '08', province: '037' };
    const keeping = isOlder ? {} : { keepsCoverage: true as const };
    const registered: HostBodyEvent = { type: 'HostBodyRegistered', data: { ...host, ...details, ...keeping } };
    await executor.execute(hostBody, { id: host.id, origin: originOf('host'), decide: () => [registered] });
    const unit = { id: signingUnit.code, origin: originOf('unit'), decide: () => [signingUnitEstablished] };
    await executor.execute(territorialUnit, unit);
  };

  const approvedPoint = async (): Promise<string> => {
    const place = { region: '08', province: '037', municipality: 'A944' };
    const address = { street: 'Piazza Maggiore 6', postalCode: '40124' };
    const data = { hostBodyId: host.id, kind: 'INFORMATIVO' as const, ...place, address };
    const pointId = idOf((await give(requestPuntoCliente, data, { as: directorate, key: key('request') })).stream);
    await give(approvePuntoCliente, { pointId }, { as: directorate, key: key('approve') });
    return pointId;
  };

  /** @param signedOn of both signatures */
  const signedProtocol = async (
    points: string[],
    more: Partial<DraftProtocol> = {},
    signedOn = '2026-02-20',
  ): Promise<string> => {
    const terms = { points, kinds: ['INFORMATIVO' as const], durationMonths: 12 };
    const place = { hostBodyId: host.id, region: '08', proposingUnit: signingUnit.code };
    const drafted = await give(
      draftProtocol,
      { ...place, ...terms, officers, ...more },
      { as: directorate, key: key('draft') },
    );
    const protocolId = idOf(drafted.stream);
    await give(submitProtocol, { protocolId }, { as: directorate, key: key('submit') });
    for (const signature of [inpsSignature, hostSignature]) {
      const entry = { aoo: `${name}-${signature.party}`, number: (entries += 1), date: signedOn };
      const given = { signedAt: `${signedOn}T10:00:00.000Z`, registerEntry: { ...signature.registerEntry, ...entry } };
      const data = { protocolId, ...signature, ...given, signatory: signatoryOf(signature.party) };
      await give(recordProtocolSignature, data, { as: directorate, key: key('sign') });
    }
    return protocolId;
  };

  const enter = (protocolId: string, effectiveDate: string) =>
    give(bringProtocolIntoForce, { protocolId, effectiveDate }, { as: directorate, key: key('enter') });

  const activate = (pointId: string, protocolId: string, activatedOn?: string) =>
    give(
      activatePuntoCliente,
      { pointId, protocolId, ...(activatedOn === undefined ? {} : { activatedOn }) },
      { as: directorate, key: key('activate') },
    );

  const { dispatch, follow } = followersOver({
    ...{ store, events, clock, over: commands, processes },
    commands: contexts.flatMap((context) => context.commands),
    aggregates: contexts.flatMap(({ aggregates }) => aggregates),
  });

  return {
    ...{ ...commands, clock, registerHost, approvedPoint, signedProtocol, enter, activate, dispatch, follow },
    protocol: (id: string): Promise<Protocol> =>
      executor.look(protocol, id, (state) => structuredClone(state) as Protocol),
    point: (id: string): Promise<PuntoCliente> =>
      executor.look(puntoCliente, id, (state) => structuredClone(state) as PuntoCliente),
    coverage: async (pointId: string): Promise<readonly Pick<ClaimedPeriod, 'protocolId' | 'from' | 'until'>[]> =>
      executor.look(pointCoverage, pointId, (state) =>
        claimsOf(state).map(({ protocolId, from, until }) => ({ protocolId, from, until })),
      ),
  };
}

function originOf(commandId: string): CommandOrigin {
  const actor = { kind: 'policy', name: 'specification' } as const;
  return { commandId, actor, correlationId: commandId, causationId: commandId };
}
