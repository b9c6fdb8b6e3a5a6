import {
  defineProcessManager,
  give,
  idOf,
  when,
  type EventOf,
  type Reaction,
  type RecordedEvent,
  type WantedCommand,
} from '#kernel/domain';
import { monthsAfter } from '#italy';
import { HostBodyRegistered } from '#organisation';
import { PointCoverageClaimed, PointCoverageReleased, type CoverageEvent } from '../domain/coverage/coverage-events.ts';
import type { Period } from '../domain/coverage/point-coverage.ts';
import { termsToday } from '../domain/amendment.ts';
import {
  ProtocolAmended,
  ProtocolAmendmentSigned,
  ProtocolAmendmentWithdrawn,
  ProtocolDrafted,
  ProtocolDraftRevised,
  ProtocolEnteredIntoForce,
  ProtocolEntryIntoForceScheduled,
  ProtocolEntryIntoForceWithdrawn,
  ProtocolExpired,
  ProtocolRectified,
  ProtocolRejected,
  ProtocolRenewed,
  ProtocolTerminated,
  ProtocolWithdrawn,
} from '../domain/events.ts';
import { completeCoverageRecord } from '../use-cases/coverage-record.ts';
import { cutPointCoverageShort, type CutPointCoverageShort } from '../use-cases/cut-point-coverage-short.ts';
import { recordPointCoverage } from '../use-cases/record-point-coverage.ts';
import { releasePointCoverage } from '../use-cases/release-point-coverage.ts';
import { releaseProtocolRenewal } from '../use-cases/release-protocol-renewal.ts';

/** A point that a command has claimed for the protocol. */
interface Held {
  readonly pointId: string;
  readonly forCommandId: string;
}

interface Coverage {
  readonly region: string;
  /** Id of the host. */
  readonly host: string;
  readonly points: readonly string[];
  readonly durationMonths: number;
  readonly held: readonly Held[];
  /** The protocol that it renews, which knows of each date. */
  readonly renews?: string;
  /** The command whose entry into force stands, scheduled or carried out. */
  readonly act?: string;
  /** Those whose amendments and rectifications stand. */
  readonly later?: readonly string[];
}

/**
 * Keeps what is claimed for a protocol to what its own stream says: claims of a scheduled date that was moved are given
 * back, and the end of the protocol frees its points. An instance is a protocol. Claims of a command whose act it has not
 * seen are left alone: that act may still come, and if it does not, they are given back by whoever abandons it.
 */
export const coverageOfProtocol = defineProcessManager<Coverage>({
  name: 'coverage-of-protocol',
  gives: [
    releasePointCoverage,
    releaseProtocolRenewal,
    cutPointCoverageShort,
    recordPointCoverage,
    completeCoverageRecord,
  ],
  onceCaughtUp: {
    command: give(completeCoverageRecord, {}),
    // Versions only go on: a log whose first host is no older than claims has no protocol that is.
    isOlder: ({ type, data }) =>
      type === HostBodyRegistered.type ? !(data as { keepsCoverage?: true }).keepsCoverage : undefined,
  },
  keys: ({ stream }) => [idOf(stream)],
  on: [
    when(ProtocolDrafted, (_state, { data: { region, host, points, durationMonths, renews } }) => ({
      state: { region, host: host.id, points, durationMonths, held: [], ...(renews === undefined ? {} : { renews }) },
    })),
    when(ProtocolDraftRevised, (state, { data: { points, durationMonths } }) => ({
      state: state && { ...state, points, durationMonths },
    })),
    when([ProtocolRejected, ProtocolWithdrawn], () => ({ state: undefined })),
    when(PointCoverageClaimed, (state, { data }) => ({ state: state && holding(state, [data]) }), protocolOf),
    when(
      PointCoverageReleased,
      (state, { data }) => ({ state: state && { ...state, held: state.held.filter((one) => !isSame(one, data)) } }),
      protocolOf,
    ),
    when(ProtocolEntryIntoForceScheduled, (state, { data: { effectiveDate: from }, metadata }, protocolId) => {
      if (!state) return { state };
      const until = monthsAfter(from, state.durationMonths);
      return acted(state, { protocolId, commandId: metadata.commandId, from, until });
    }),
    when(ProtocolEnteredIntoForce, (state, { data: { effectiveDate: from, expiresOn }, metadata }, protocolId) => {
      if (!state) return { state };
      const { commandId } = metadata;
      // Carried out by the calendar, it rests on what was claimed when it was scheduled.
      const isScheduled = state.act !== undefined && !state.held.some(({ forCommandId }) => forCommandId === commandId);
      if (isScheduled) return { state };
      return acted(state, { protocolId, commandId, from, until: expiresOn });
    }),
    when(ProtocolEntryIntoForceWithdrawn, (state) => ({
      state: state && released(state),
      commands: state ? releasesOf(state) : [],
    })),
    when(ProtocolAmendmentSigned, (state, { metadata: { commandId } }) => ({
      state: state && standing(state, commandId),
    })),
    when(ProtocolAmended, (state, { data, metadata: { commandId } }, protocolId) =>
      state ? amended(state, { protocolId, commandId }, data) : { state },
    ),
    when(ProtocolAmendmentWithdrawn, (state, { data }, protocolId) => ({
      state,
      commands: state ? withdrawn(state, protocolId, data) : [],
    })),
    when(ProtocolRenewed, (state, { data }, protocolId) => ended(state, protocolId, data.effectiveDate)),
    when(ProtocolRectified, (state, { data, metadata: { commandId } }, protocolId) => {
      if (!state) return { state };
      const { of, changes, claimedBy, uncovered } = data;
      // It ends with its successor, which has claimed for it the days that it gains.
      if (of === ProtocolRenewed.type) return followed(state, protocolId, { until: changes?.effectiveDate, claimedBy });
      // An amendment that moves the expiry has claimed the days that it adds alone.
      if (state.later?.includes(commandId)) {
        return changes?.expiredOn === undefined ? { state } : ended(state, protocolId, changes.expiredOn);
      }
      // Other days than before are claimed by the command itself.
      return rectified(state, { protocolId, commandId, uncovered });
    }),
    when(ProtocolTerminated, (state, { data }, protocolId) => ended(state, protocolId, data.effectiveDate)),
    when(ProtocolExpired, (state, { data }, protocolId) => ended(state, protocolId, data.expiredOn)),
  ],
});

function protocolOf({ data }: RecordedEvent<CoverageEvent>): readonly string[] {
  return [data.protocolId];
}

/** A new entry into force stands: what the one before it has claimed is given back. */
function acted(
  state: Coverage,
  { protocolId, commandId, from, until }: Period & { readonly protocolId: string; readonly commandId: string },
): Reaction<Coverage> {
  const { region, host } = state;
  // Older than claims of coverage: what was agreed then stands, and is recorded.
  const unclaimed = state.points.filter(
    (pointId) => !state.held.some((one) => isSame(one, { pointId, forCommandId: commandId })),
  );
  const recorded = unclaimed.map((pointId) => ({ pointId, forCommandId: commandId }));
  return {
    state: holding({ ...released(state), act: commandId }, recorded),
    commands: [
      ...releasesOf(state),
      ...recorded.map((one) => give(recordPointCoverage, { ...one, protocolId, region, host, from, until })),
    ],
  };
}

/** What gives back all that was claimed for the act that stands. */
function releasesOf({ held, act, renews }: Coverage): readonly WantedCommand[] {
  if (act === undefined) return [];
  const points = held.filter(({ forCommandId }) => forCommandId === act).map(release);
  if (renews === undefined) return points;
  return [...points, give(releaseProtocolRenewal, { protocolId: renews, forCommandId: act })];
}

/**
 * A rectification has claimed all days anew of the points that have others: what stood before is given back of them, and of those
 * that have none by now.
 */
function rectified(
  state: Coverage,
  {
    protocolId,
    commandId,
    uncovered = [],
  }: { readonly protocolId: string; readonly commandId: string; readonly uncovered?: readonly string[] | undefined },
): Reaction<Coverage> {
  const { act, later = [], held } = state;
  const claimed = held.filter(({ forCommandId }) => forCommandId === commandId).map(({ pointId }) => pointId);
  const anew = new Set([...claimed, ...uncovered]);
  const before = new Set([act, ...later]);
  const isReplaced = ({ pointId, forCommandId }: Held): boolean =>
    forCommandId !== commandId && before.has(forCommandId) && anew.has(pointId);
  return {
    state: standing({ ...state, held: held.filter((one) => !isReplaced(one)) }, commandId),
    // The same command may have claimed for the protocol that it renews, too, which keeps that.
    commands: held.filter(isReplaced).map((one) => give(releasePointCoverage, { ...one, protocolId })),
  };
}

/**
 * The end of the protocol was moved with the beginning of its successor: earlier, what it has is cut short, but for what a
 * later move has claimed for it meanwhile; later, what was claimed for it stands.
 */
function followed(
  state: Coverage,
  protocolId: string,
  { until, claimedBy }: { readonly until: string | undefined; readonly claimedBy: string | undefined },
): Reaction<Coverage> {
  const { act, later = [], held } = state;
  const seen = new Set([act, ...later]);
  const known = { ...state, held: held.filter(({ forCommandId }) => seen.has(forCommandId)) };
  return {
    state: claimedBy === undefined ? state : standing(state, claimedBy),
    commands:
      until === undefined ? [] : coveredBy(known).map((pointId) => cutShort(known, { pointId, protocolId, until })),
  };
}

/** The act of a command on a protocol in force stands. */
function standing(state: Coverage, commandId: string): Coverage {
  return { ...state, later: [...(state.later ?? []), commandId] };
}

function released({ act, ...state }: Coverage): Coverage {
  return { ...state, held: state.held.filter(({ forCommandId }) => forCommandId !== act) };
}

function release({ pointId, forCommandId }: Held): WantedCommand {
  return give(releasePointCoverage, { pointId, forCommandId });
}

/** What an amendment that is not to come has claimed is cut off: points that it was to add, and days after the expiry. */
function withdrawn(
  state: Coverage,
  protocolId: string,
  { added, effectiveDate, expiresOn }: EventOf<typeof ProtocolAmendmentWithdrawn>['data'],
): readonly WantedCommand[] {
  return coveredBy(state).map((pointId) =>
    cutShort(state, { pointId, protocolId, until: added.includes(pointId) ? effectiveDate : expiresOn }),
  );
}

/** What an amendment takes away is cut short; what it adds was claimed when it was signed. */
function amended(
  state: Coverage,
  { protocolId, commandId }: { readonly protocolId: string; readonly commandId: string },
  data: EventOf<typeof ProtocolAmended>['data'],
): Reaction<Coverage> {
  const { removed, effectiveDate } = data;
  const { durationMonths, expiresOn, points } = termsToday(data);
  // Recorded late, it has claimed itself what others of later days have added again.
  const before = { ...state, held: state.held.filter(({ forCommandId }) => forCommandId !== commandId) };
  const cut = (pointId: string, until: string): WantedCommand => cutShort(before, { pointId, protocolId, until });
  const isShorter = durationMonths < state.durationMonths;
  return {
    state: { ...state, points, durationMonths },
    commands: [
      ...removed.map((pointId) => cut(pointId, effectiveDate)),
      ...(isShorter ? coveredBy(state).map((pointId) => cut(pointId, expiresOn)) : []),
    ],
  };
}

/** @param until first day no longer in force */
function ended(state: Coverage | undefined, protocolId: string, until: string): Reaction<Coverage> {
  if (!state) return { state };
  // Kept: its dates may yet be rectified.
  return { state, commands: coveredBy(state).map((pointId) => cutShort(state, { pointId, protocolId, until })) };
}

/** Ends what is claimed so far, and not what a later act claims before this is carried out. */
function cutShort(
  { held }: Coverage,
  cut: Pick<CutPointCoverageShort, 'pointId' | 'protocolId' | 'until'>,
): WantedCommand {
  const of = held.flatMap(({ pointId, forCommandId }) => (pointId === cut.pointId ? [forCommandId] : []));
  return give(cutPointCoverageShort, { ...cut, of });
}

/**
 * Points of which something was claimed: also those that an amendment has taken away since, as an end, or a shorter term, that is
 * recorded late may lie before that.
 */
function coveredBy({ held }: Coverage): readonly string[] {
  return [...new Set(held.map(({ pointId }) => pointId))];
}

function holding(state: Coverage, more: readonly Held[]): Coverage {
  const fresh = more.filter((one) => !state.held.some((held) => isSame(held, one)));
  const held = fresh.map(({ pointId, forCommandId }) => ({ pointId, forCommandId }));
  return { ...state, held: [...state.held, ...held] };
}

function isSame(one: Held, other: Held): boolean {
  return one.pointId === other.pointId && one.forCommandId === other.forCommandId;
}
