import { Type, type Static } from '@sinclair/typebox';
import { IsOptional, IsUUID } from 'class-validator';
import { defineProjection, idOf, when } from '#kernel/domain';
import {
  changesAfter,
  defineQuery,
  IsOneOf,
  IsRegion,
  orNull,
  PageQuery,
  pageOf,
  ReadOptionsQuery,
  withHistory,
  within,
  History,
} from '#use-cases';
import {
  HostBodyFacts,
  LocalDate,
  PointKind,
  Id,
  listOf,
  POINT_KINDS,
  RegionCode,
  Revision,
  Timestamp,
  whole,
} from '#vocabulary';
import {
  ConventionOfficerAssigned,
  ConventionOfficerReplaced,
  ProtocolDrafted,
  ProtocolEnteredIntoForce,
  ProtocolEntryIntoForceScheduled,
  ProtocolExpired,
  ProtocolForwardedToCentralOrganisation,
  ProtocolForwardingAcknowledged,
  ProtocolRejected,
  ProtocolSignatureRecorded,
  ProtocolSigned,
  ProtocolSubmitted,
  ProtocolTerminated,
  ProtocolTerminationNotified,
  ProtocolWithdrawn,
} from '../domain/events.ts';
import { isSamePost } from '../domain/protocol-state.ts';
import { protocol } from '../domain/protocol.ts';
import {
  Officer,
  PROTOCOL_STATES,
  ProtocolState,
  Signature,
  Termination,
  type ProtocolStatus,
} from '../domain/vocabulary.ts';
import { protocolHistory } from './protocol-history.ts';

/** A line of the register, which is its document: one per protocol. */
const ProtocolSummary = Type.Object(
  {
    id: Id,
    state: ProtocolState,
    region: RegionCode,
    host: HostBodyFacts,
    points: listOf(Id, 1_000),
    kinds: listOf(PointKind, POINT_KINDS.length),
    durationMonths: whole(1, 600),
    officers: listOf(Officer, 100),
    signatures: listOf(Signature, 100),
    draftedAt: Timestamp,
    signedAt: orNull(Timestamp),
    forwardedOn: orNull(LocalDate),
    acknowledgedOn: orNull(LocalDate, 'When the centre confirmed what was forwarded.'),
    scheduledFor: orNull(LocalDate, 'Date of an entry into force that lies ahead.'),
    effectiveDate: orNull(LocalDate, 'First day in force.'),
    expiresOn: orNull(LocalDate, 'When it ends (this day not included), unless terminated before.'),
    termination: orNull(Termination),
    changedAt: Timestamp,
    revision: Revision,
  },
  { $id: 'ProtocolSummaryAnswer' },
);
export type ProtocolSummary = Static<typeof ProtocolSummary>;

const ProtocolAnswer = Type.Object({ ...ProtocolSummary.properties, history: History }, { $id: 'ProtocolAnswer' });

const changing = changesAfter<ProtocolSummary>(ProtocolDrafted);

/** The register of protocols: one document per protocol, as it stands. */
export const protocolRegister = defineProjection<ProtocolSummary>({
  name: 'protocol-register',
  version: 3,
  indexes: [
    { fields: ['draftedAt'] },
    { fields: ['region', 'draftedAt'] },
    { fields: ['host.id', 'draftedAt'] },
    { fields: ['state', 'draftedAt'] },
    { fields: ['points', 'draftedAt'] },
  ],
  keys: ({ stream }) => [idOf(stream)],
  on: [
    when(ProtocolDrafted, (_none, event) => ({
      id: event.data.protocolId,
      state: 'DRAFT',
      region: event.data.region,
      host: event.data.host,
      points: event.data.points,
      kinds: event.data.kinds,
      durationMonths: event.data.durationMonths,
      officers: [],
      signatures: [],
      draftedAt: event.recordedAt,
      signedAt: null,
      forwardedOn: null,
      acknowledgedOn: null,
      scheduledFor: null,
      effectiveDate: null,
      expiresOn: null,
      termination: null,
      changedAt: event.recordedAt,
      revision: event.revision,
    })),
    changing(ConventionOfficerAssigned, (officer, { officers }) => ({ officers: [...officers, officer] })),
    changing(ConventionOfficerReplaced, ({ previousOfficerId: _previous, ...officer }, { officers }) => ({
      officers: officers.map((named) => (isSamePost(named, officer) ? officer : named)),
    })),
    changing(ProtocolSubmitted, () => ({ state: 'SUBMITTED' })),
    changing(ProtocolRejected, () => ({ state: 'REJECTED' })),
    changing(ProtocolWithdrawn, () => ({ state: 'WITHDRAWN' })),
    changing(ProtocolSignatureRecorded, (signature, { signatures }) => ({ signatures: [...signatures, signature] })),
    changing(ProtocolSigned, ({ signedAt }) => ({ state: 'SIGNED', signedAt })),
    changing(ProtocolForwardedToCentralOrganisation, ({ forwardedOn }) => ({ forwardedOn })),
    changing(ProtocolForwardingAcknowledged, ({ acknowledgedOn }) => ({ acknowledgedOn })),
    changing(ProtocolEntryIntoForceScheduled, ({ effectiveDate }) => ({ scheduledFor: effectiveDate })),
    changing(ProtocolEnteredIntoForce, ({ effectiveDate, expiresOn }) => ({
      state: 'IN_FORCE',
      scheduledFor: null,
      effectiveDate,
      expiresOn,
    })),
    changing(ProtocolTerminationNotified, (termination) => ({ termination })),
    changing(ProtocolTerminated, (termination) => ({ state: 'TERMINATED', termination })),
    changing(ProtocolExpired, () => ({ state: 'EXPIRED' })),
  ],
});

/** Who reads the register, each within their territory or body. */
const READERS = [within('central', 'regional', 'host-operator', 'integration', 'analyst')];

export class GetProtocol extends ReadOptionsQuery {
  /** Id of the protocol. */
  @IsUUID()
  readonly protocolId!: string;
}

export const getProtocol = defineQuery({
  input: GetProtocol,
  summary: 'One protocol with its whole history: which event, when, by whom.',
  by: READERS,
  answer: ProtocolAnswer,
  refuses: [protocol.notFound],
  run: async ({ protocolId }, shell) => {
    const { document, ...from } = await shell.reader.get(protocolRegister, protocolId, shell.read);
    if (!document) throw protocol.notFound({ id: protocolId });
    return withHistory(shell, protocolHistory, { document, ...from });
  },
});

export class ListProtocols extends PageQuery {
  /** ISTAT code. */
  @IsOptional()
  @IsRegion()
  readonly region?: string;

  /** Id of the hosting body. */
  @IsOptional()
  @IsUUID()
  readonly host?: string;

  /** In this state alone. */
  @IsOptional()
  @IsOneOf(PROTOCOL_STATES, 'ProtocolState')
  readonly state?: ProtocolStatus;

  /** Id of a Punto Cliente that the protocol covers. */
  @IsOptional()
  @IsUUID()
  readonly point?: string;
}

export const listProtocols = defineQuery({
  input: ListProtocols,
  summary: 'The register of protocols, newest draft first, within the territory or body of the token.',
  by: READERS,
  answer: pageOf('ProtocolPage', ProtocolSummary),
  run: ({ region, host, state, point }, { reader, read, page }) => {
    const asked = { region, 'host.id': host, state, points: point };
    const query = page(asked, { region: 'region', host: 'host.id' }, [{ field: 'draftedAt', descending: true }]);
    return reader.find(protocolRegister, query, read);
  },
});
