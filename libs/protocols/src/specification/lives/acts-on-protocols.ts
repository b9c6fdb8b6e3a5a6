import type { LocalDate } from '#italy';
import type { ProtocolEvent } from '../../domain/events.ts';
import { protocolLife } from '../../domain/protocol-life.ts';
import { amendProtocol } from '../../use-cases/amend-protocol.ts';
import { rectifyProtocol } from '../../use-cases/rectify-protocol.ts';
import { suspendProtocol } from '../../use-cases/suspend-protocol.ts';
import { terminateProtocol } from '../../use-cases/terminate-protocol.ts';
import { withdrawAmendment } from '../../use-cases/withdraw-amendment.ts';
import { withdrawTermination } from '../../use-cases/withdraw-termination.ts';
import { signatoryOf } from '../persons.ts';
import { signaturesOfAmendment } from '../sample-amendment.ts';
import { dayWhere } from './as-known.ts';
import { isInForce } from './lawful-protocols.ts';
import { as, because, ENTERED, forget, type Known, type World } from './random-world.ts';
import { KINDS, PROTOCOL_NAMES, type ProtocolFact, type ProtocolName } from './true-facts.ts';

const CHANGED_POINTS = [undefined, ['first', 'second'], ['first'], ['second']] as const;
const CHANGED_KINDS = [undefined, undefined, undefined, KINDS, KINDS, ['INFORMATIVO'], ['EVOLUTO']] as const;

/** Random acts on protocols, each by its command: ahead, in time and late, rectified, annulled and withdrawn. */
export function actsOnProtocols(world: World) {
  const { below, oneOf, someDay, attempt, give, today, truth, points, lifeOfProtocol } = world;
  let amendments = 0;

  const some = (): {
    readonly name: ProtocolName;
    readonly protocolId: string;
    readonly facts: Known<ProtocolFact>[];
  } => {
    const name = oneOf(
      truth.protocols.newer.enteredOn === undefined ? (['older'] as const) : (['older', 'newer', 'newer'] as const),
    );
    return { name, protocolId: world.protocols[name], facts: truth.protocols[name].facts };
  };
  const inForce = (name: ProtocolName, back: number, ahead: number): LocalDate =>
    below(3) === 0 ? someDay(back, ahead) : dayWhere(world, ({ [name]: stand }) => isInForce(stand), { back, ahead });
  /** One of the facts of both that is so. */
  const known = (is: (fact: ProtocolFact) => boolean) => {
    const those = PROTOCOL_NAMES.flatMap((name) => truth.protocols[name].facts.map((one) => ({ name, one })));
    return oneOf(those.filter(({ one }) => is(one.fact)));
  };
  const record = async (
    { name, facts }: ReturnType<typeof some>,
    { fact, type }: { readonly fact: ProtocolFact; readonly type: ProtocolEvent['type'] },
    command: () => Promise<unknown>,
  ) => {
    if (!(await attempt(`${name} ${fact.kind}`, fact, command))) return;
    const written = (await lifeOfProtocol(name)).findLast(({ event }) => event.type === type)!;
    const { amendmentId } = written.event.data as { readonly amendmentId?: string };
    facts.push({ fact, revision: written.revision, amendmentId });
  };
  const revisionOf = async (name: ProtocolName, is: (event: ProtocolEvent) => boolean): Promise<number | undefined> =>
    protocolLife.facts(await lifeOfProtocol(name)).findLast(({ event }) => is(event))?.revision;
  const rectify = (
    act: string,
    { name, about }: { name: ProtocolName; about: unknown },
    rectifies?: number,
    changes?: object,
  ) =>
    attempt(`${name} ${act}`, [about, changes], () => {
      const what = { rectifies: rectifies ?? -1, ...(changes ? { changes } : { annuls: true as const }) };
      return give(rectifyProtocol, { protocolId: world.protocols[name], ...what, ...because }, as);
    });

  return {
    amend: async () => {
      const one = some();
      const changed = oneOf(CHANGED_POINTS);
      const kinds = oneOf(CHANGED_KINDS);
      const durationMonths = (changed ?? kinds) && below(2) === 0 ? undefined : 3 + below(20);
      const on = inForce(one.name, 120, 60);
      const fact: ProtocolFact = { kind: 'amendment', on, points: changed, kinds, durationMonths };
      amendments += 1;
      const signatures = signaturesOfAmendment(amendments).map((signature) => ({
        ...signature,
        signatory: signatoryOf(signature.party),
        registerEntry: { ...signature.registerEntry, number: 900 + amendments },
      }));
      const change = {
        ...(changed ? { points: changed.map((name) => points[name]) } : {}),
        ...(kinds ? { kinds: [...kinds] } : {}),
        ...(durationMonths === undefined ? {} : { durationMonths }),
      };
      await record(one, { fact, type: 'ProtocolAmendmentSigned' }, () =>
        give(amendProtocol, { protocolId: one.protocolId, signatures, effectiveDate: fact.on, ...change }, as),
      );
    },
    suspend: async () => {
      const one = some();
      const suspendedOn = inForce(one.name, 90, 0);
      const until = someDay(60, 40);
      const fact: ProtocolFact = { kind: 'suspension', on: suspendedOn, until };
      await record(one, { fact, type: 'ProtocolSuspended' }, () =>
        give(suspendProtocol, { protocolId: one.protocolId, suspendedOn, until, reason: 'Lavori' }, as),
      );
    },
    terminate: async () => {
      const one = some();
      const effectiveDate = below(2) === 0 ? someDay(0, 60) : inForce(one.name, 60, 60);
      const notice = { noticeDate: ENTERED, effectiveDate, reason: 'Recesso' };
      const fact: ProtocolFact = { kind: 'termination', on: effectiveDate };
      await record(one, { fact, type: 'ProtocolTerminationNotified' }, () =>
        give(terminateProtocol, { protocolId: one.protocolId, ...notice }, as),
      );
    },
    rectify: async () => {
      const found = known(() => true);
      if (!found) return;
      const { name, one } = found;
      const { fact, revision, amendmentId } = one;
      const what = { name, about: fact };
      if (fact.kind === 'suspension') {
        const { on, until } =
          below(2) === 0
            ? { on: world.otherDay(fact.on, 0), until: fact.until }
            : { on: fact.on, until: world.otherDay(fact.until, 40) };
        const changes = on === fact.on ? { until } : { suspendedOn: on };
        if (await rectify('suspension rectified', what, revision, changes)) one.fact = { ...fact, on, until };
        return;
      }
      const isItsEffect = ({ type, data }: ProtocolEvent): boolean =>
        fact.kind === 'amendment'
          ? type === 'ProtocolAmended' && data.amendmentId === amendmentId
          : type === 'ProtocolTerminated' && data.effectiveDate === fact.on;
      const rectifies = (await revisionOf(name, isItsEffect)) ?? (fact.kind === 'amendment' ? revision : undefined);
      const effectiveDate = world.otherDay(fact.on, fact.kind === 'amendment' ? 30 : 0);
      if (await rectify(`${fact.kind} rectified`, what, rectifies, { effectiveDate }))
        one.fact = { ...fact, on: effectiveDate };
    },
    annul: async () => {
      const { name, one } = known(({ kind }) => kind === 'suspension') ?? {};
      if (!one || !name) return;
      const isAnnulled = await rectify('suspension annulled', { name, about: one.fact }, one.revision);
      if (isAnnulled) forget(truth.protocols[name].facts, one);
    },
    withdraw: async () => {
      const { name, one } = known(({ kind, on }) => kind !== 'suspension' && on > today()) ?? {};
      if (!one || !name) return;
      const [{ amendmentId }, protocolId, reason] = [one, world.protocols[name], 'Ripensamento'];
      const isWithdrawn = await attempt(`${one.fact.kind} withdrawn`, [name, one.fact], () =>
        amendmentId === undefined
          ? give(withdrawTermination, { protocolId, reason }, as)
          : give(withdrawAmendment, { protocolId, amendmentId, reason }, as),
      );
      if (isWithdrawn) forget(truth.protocols[name].facts, one);
    },
  };
}
