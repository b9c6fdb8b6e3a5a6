import { Type, type Static } from '@sinclair/typebox';
import { defineProjection, idOf, when, type EventOf } from '#kernel/domain';
import { romeDateAt } from '#italy';
import { orNull } from '#use-cases';
import { HostBodyFacts, Id, LocalDate, RegionCode, whole } from '#vocabulary';
import {
  ProtocolDrafted,
  ProtocolForwardedToCentralOrganisation,
  ProtocolForwardingAcknowledged,
  ProtocolForwardingOverdueNoticed,
  ProtocolRectified,
  ProtocolSigned,
} from '../domain/events.ts';
import { forwardBy } from '../domain/forwarding.ts';
import { ForwardingState, RegisterEntry } from '../domain/vocabulary.ts';

/** What the report says of a signed protocol, beside its age. */
export const Forwarding = Type.Object({
  id: Id,
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
});
export type Forwarding = Static<typeof Forwarding>;

/** Of a protocol that is not signed yet, who it is with. */
type ForwardingDocument = (Pick<Forwarding, 'id' | 'region' | 'host'> & { readonly state: 'NOT_SIGNED' }) | Forwarding;

/** Signed protocols on their way to the centre: one document per protocol. */
export const forwardings = defineProjection<ForwardingDocument>({
  name: 'forwardings',
  version: 2,
  indexes: [{ fields: ['state', 'signedOn'] }, { fields: ['region', 'state', 'signedOn'] }],
  keys: ({ stream }) => [idOf(stream)],
  on: [
    when(ProtocolDrafted, (_none, { data: { protocolId: id, region, host } }) => ({
      ...{ id, region, host },
      state: 'NOT_SIGNED',
    })),
    when(ProtocolSigned, (drafted, { data }) => ({
      ...(drafted as ForwardingDocument),
      state: 'NOT_FORWARDED',
      signedOn: romeDateAt(data.signedAt),
      forwardBy: data.forwardBy ?? forwardBy(data.signedAt),
      reminders: 0,
      remindedOn: null,
      forwardedOn: null,
      letterEntry: null,
      letterSha256: null,
      acknowledgedOn: null,
      acknowledgementEntry: null,
    })),
    when(ProtocolForwardingOverdueNoticed, (signed, { data: { reminder, noticedOn } }) => ({
      ...(signed as Forwarding),
      reminders: reminder,
      remindedOn: noticedOn,
    })),
    when(ProtocolForwardedToCentralOrganisation, (signed, { data }) => ({
      ...(signed as Forwarding),
      state: 'FORWARDED',
      forwardedOn: data.forwardedOn,
      letterEntry: data.registerEntry ?? null,
      letterSha256: data.letterSha256 ?? null,
    })),
    when(ProtocolForwardingAcknowledged, (forwarded, { data }) => ({
      ...(forwarded as Forwarding),
      state: 'ACKNOWLEDGED',
      acknowledgedOn: data.acknowledgedOn,
      acknowledgementEntry: data.registerEntry,
    })),
    when(ProtocolRectified, (known, { data: { of, changes } }) => ({
      ...(known as Forwarding),
      ...corrected(of, changes ?? {}),
    })),
  ],
});

type RectifiedFields = NonNullable<EventOf<typeof ProtocolRectified>['data']['changes']>;

/** What a rectified fact changes of a line. */
function corrected(of: string, changes: RectifiedFields): Partial<Forwarding> {
  const { signedAt, forwardBy: by, forwardedOn, acknowledgedOn, registerEntry, letterSha256 } = changes;
  switch (of) {
    case 'ProtocolSigned':
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
