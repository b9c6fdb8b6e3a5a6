import { Type, type Static } from '@sinclair/typebox';
import { defineProjection, idOf, when, type EventOf, type RecordedEvent } from '#kernel/domain';
import { romeDateAt } from '#italy';
import { orNull } from '#use-cases';
import { HostBodyFacts, Id, LocalDate, referenceTo, RegionCode, whole, type HostBodyReference } from '#vocabulary';
import {
  ProtocolAmendmentSigned,
  ProtocolAmendmentWithdrawn,
  ProtocolDrafted,
  ProtocolForwardedToCentralOrganisation,
  ProtocolForwardingAcknowledged,
  ProtocolForwardingOverdueNoticed,
  ProtocolRectified,
  ProtocolSigned,
} from '../domain/events.ts';
import { forwardBy } from '../domain/forwarding.ts';
import { ForwardingState, RegisterEntry } from '../domain/vocabulary.ts';

/** What the report says of a signed act, beside its age. */
export const Forwarding = Type.Object({
  id: Type.String({ ...Id, description: 'Of the protocol.' }),
  amendmentId: orNull(Id, 'The amendment that is forwarded; null where it is the protocol itself.'),
  state: ForwardingState,
  region: RegionCode,
  host: HostBodyFacts,
  signedOn: LocalDate,
  forwardBy: Type.String({ ...LocalDate, description: 'Last day on which it is forwarded in time.' }),
  reminders: whole(0, 1_000_000),
  remindedOn: orNull(LocalDate, 'When the directorate was reminded last.'),
  forwardedOn: orNull(LocalDate),
  letterEntry: orNull(RegisterEntry, 'Where the letter stands in the register of the directorate.'),
  letterSha256: orNull(Type.String({ maxLength: 64 })),
  acknowledgedOn: orNull(LocalDate),
  acknowledgementEntry: orNull(RegisterEntry, 'Where the letter stands in the register of the centre.'),
  withdrawnOn: orNull(
    LocalDate,
    'When the amendment was withdrawn, which was forwarded by then and never takes effect.',
  ),
});
export type Forwarding = Static<typeof Forwarding>;

/** As stored, without the name of the host. */
export type StoredForwarding = Omit<Forwarding, 'host'> & { readonly host: HostBodyReference };

/** Of a protocol that is not signed yet, who it is with. */
type NotSigned = Pick<StoredForwarding, 'id' | 'region' | 'host'> & { readonly state: 'NOT_SIGNED' };
/** An amendment, which is with whom its protocol is; withdrawn before it was forwarded, it need not be. */
export type ForwardingOfAmendment = Omit<Forwarding, 'host' | 'state'> & {
  readonly state: ForwardingState | 'WITHDRAWN';
};
type ForwardingDocument = NotSigned | StoredForwarding | ForwardingOfAmendment;

/** Signed acts on their way to the centre: one document per protocol, and per amendment. */
export const forwardings = defineProjection<ForwardingDocument>({
  name: 'forwardings',
  version: 5,
  indexes: [{ fields: ['state', 'signedOn'] }, { fields: ['region', 'state', 'signedOn'] }],
  keys: actOf,
  on: [
    when(ProtocolDrafted, (_none, { data: { protocolId: id, region, host } }) => ({
      ...{ id, region, host: referenceTo(host) },
      state: 'NOT_SIGNED',
    })),
    when(ProtocolSigned, (drafted, { data }) => ({
      ...(drafted as NotSigned),
      ...{ amendmentId: null, ...justSigned(data) },
    })),
    when(ProtocolAmendmentSigned, (_none, { data, stream, metadata }) => ({
      // Every event of a protocol says where it is concluded.
      ...{ id: idOf(stream), amendmentId: data.amendmentId, region: metadata.scope.region ?? '' },
      ...justSigned(data),
    })),
    when(ProtocolAmendmentWithdrawn, (signed, { recordedAt }) => {
      const known = { ...(signed as ForwardingOfAmendment), withdrawnOn: romeDateAt(recordedAt) };
      return known.state === 'NOT_FORWARDED' ? { ...known, state: 'WITHDRAWN' } : known;
    }),
    when(ProtocolForwardingOverdueNoticed, (signed, { data: { reminder, noticedOn } }) => ({
      ...(signed as StoredForwarding),
      reminders: reminder,
      remindedOn: noticedOn,
    })),
    when(ProtocolForwardedToCentralOrganisation, (signed, { data }) => ({
      ...(signed as StoredForwarding),
      state: 'FORWARDED',
      forwardedOn: data.forwardedOn,
      letterEntry: data.registerEntry ?? null,
      letterSha256: data.letterSha256 ?? null,
    })),
    when(ProtocolForwardingAcknowledged, (forwarded, { data }) => ({
      ...(forwarded as StoredForwarding),
      state: 'ACKNOWLEDGED',
      acknowledgedOn: data.acknowledgedOn,
      acknowledgementEntry: data.registerEntry,
    })),
    when(ProtocolRectified, (known, { data: { of, changes } }) => ({
      ...(known as StoredForwarding),
      ...corrected(of, changes ?? {}),
    })),
  ],
});

/** An amendment, or the protocol itself. */
function actOf({ stream, data }: RecordedEvent): readonly [string] {
  return [(data as { readonly amendmentId?: string }).amendmentId ?? idOf(stream)];
}

/** What is known of an act once both have signed. */
function justSigned({ signedAt, forwardBy: by }: { readonly signedAt: string; readonly forwardBy?: string }) {
  return {
    ...{ state: 'NOT_FORWARDED' as const, signedOn: romeDateAt(signedAt), forwardBy: by ?? forwardBy(signedAt) },
    ...{ reminders: 0, remindedOn: null, forwardedOn: null, letterEntry: null, letterSha256: null },
    ...{ acknowledgedOn: null, acknowledgementEntry: null, withdrawnOn: null },
  };
}

type RectifiedFields = NonNullable<EventOf<typeof ProtocolRectified>['data']['changes']>;

/** What a rectified fact changes of a line. */
function corrected(of: string, changes: RectifiedFields): Partial<Forwarding> {
  const { signedAt, forwardBy: by, forwardedOn, acknowledgedOn, registerEntry, letterSha256 } = changes;
  switch (of) {
    case 'ProtocolSigned':
    case 'ProtocolAmendmentSigned':
      return signedAt === undefined ? {} : { signedOn: romeDateAt(signedAt), forwardBy: by ?? forwardBy(signedAt) };
    case 'ProtocolForwardedToCentralOrganisation':
      return {
        ...(forwardedOn === undefined ? {} : { forwardedOn }),
        ...(registerEntry === undefined ? {} : { letterEntry: registerEntry }),
        ...(letterSha256 === undefined ? {} : { letterSha256 }),
      };
    case 'ProtocolForwardingAcknowledged':
      return {
        ...(acknowledgedOn === undefined ? {} : { acknowledgedOn }),
        ...(registerEntry === undefined ? {} : { acknowledgementEntry: registerEntry }),
      };
    default:
      return {};
  }
}
