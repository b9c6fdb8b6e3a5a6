import { Type } from '@sinclair/typebox';
import { at, correctedEnd, correctedEndSchema, correctionOf, correctionSchema, madeFrom, publish } from '#use-cases';
import { explained, HostBodyFacts, Id, LocalDate, oneOf, POINT_KINDS, RegionCode, Text, whole } from '#vocabulary';
import * as events from '../domain/events.ts';
import { PROTOCOL_STATES } from '../domain/vocabulary.ts';

/*
 * What outsiders are told of protocols with hosting bodies. The terms stand in the draft and its revisions; what follows says
 * what became of them.
 */

const terms = {
  points: explained(Type.Array(Id, { minItems: 1 }), 'Ids of the service points that it covers.'),
  kinds: explained(Type.Array(oneOf(POINT_KINDS), { minItems: 1 }), 'Kinds of point that it allows.'),
  durationMonths: whole(1, 1_000_000),
};
const fromTerms = { points: at('points'), kinds: at('kinds'), durationMonths: at('durationMonths') };
const from = (description: string) => explained(LocalDate, description);
const stands = explained(oneOf(PROTOCOL_STATES), 'How it stands today, with all that was recorded by now.');
const standsWhereSaid = Type.Optional(stands);
const amendment = Type.Optional(
  explained(Id, 'Id of the amendment, where it is about one and not the protocol itself.'),
);
const expiresOn = from('First day no longer in force, unless it ends before.');

export const publishedProtocols = [
  publish({
    type: 'protocol.drafted.v1',
    title: 'Protocollo in preparazione',
    about: 'A protocol is being negotiated with a hosting body: between whom, and on which terms. It binds nobody yet.',
    fields: {
      ...{ host: HostBodyFacts, region: RegionCode, ...terms },
      renews: Type.Optional(explained(Id, 'Id of the protocol that it is to renew.')),
    },
    made: [
      madeFrom(events.ProtocolDrafted, { host: at('host'), region: at('region'), ...fromTerms, renews: at('renews') }),
    ],
  }),
  publish({
    type: 'protocol.draft-revised.v1',
    title: 'Bozza del protocollo rivista',
    about: 'The terms of a protocol that is being negotiated are others: all of them, as they are now.',
    fields: terms,
    made: [madeFrom(events.ProtocolDraftRevised, fromTerms)],
  }),
  publish({
    type: 'protocol.withdrawn.v1',
    title: 'Bozza del protocollo ritirata',
    about: 'A protocol that was being negotiated is not to be.',
    fields: {},
    made: [madeFrom(events.ProtocolWithdrawn, {})],
  }),
  publish({
    type: 'protocol.signed.v1',
    title: 'Protocollo firmato',
    about: 'Both parties have signed a protocol over one document.',
    fields: {
      signedAt: explained(Text, 'When the later signature was given, RFC 3339.'),
      documentSha256: explained(Text, 'SHA-256 of the text before any signature.'),
      forwardBy: Type.Optional(from('Last day on which it is forwarded to the centre in time.')),
    },
    made: [
      madeFrom(events.ProtocolSigned, {
        ...{ signedAt: at('signedAt'), documentSha256: at('documentSha256'), forwardBy: at('forwardBy') },
      }),
    ],
  }),
  publish({
    type: 'protocol.forwarded.v1',
    title: 'Atto inoltrato alla Direzione centrale',
    about: 'A signed act was forwarded to the central organisation of the institute.',
    fields: { amendment, on: LocalDate },
    made: [
      madeFrom(events.ProtocolForwardedToCentralOrganisation, { amendment: at('amendmentId'), on: at('forwardedOn') }),
    ],
  }),
  publish({
    type: 'protocol.forwarding-acknowledged.v1',
    title: 'Inoltro riscontrato',
    about: 'The central organisation has acknowledged a forwarded act.',
    fields: { amendment, on: LocalDate },
    made: [madeFrom(events.ProtocolForwardingAcknowledged, { amendment: at('amendmentId'), on: at('acknowledgedOn') })],
  }),
  publish({
    type: 'protocol.entered-into-force.v1',
    title: 'Protocollo in vigore',
    about: 'A protocol is in force from a day on.',
    fields: {
      ...{ from: from('First day in force.'), expiresOn },
      renews: Type.Optional(explained(Id, 'Id of the protocol that it renews.')),
    },
    made: [
      madeFrom(events.ProtocolEnteredIntoForce, {
        ...{ from: at('effectiveDate'), expiresOn: at('expiresOn'), renews: at('renews') },
      }),
    ],
  }),
  publish({
    type: 'protocol.amended.v1',
    title: 'Protocollo modificato',
    about: 'A protocol has other terms from a day on: all of them, as they are from then on.',
    fields: {
      ...{ amendment: Id, from: from('First day of these terms.'), ...terms, expiresOn },
      added: explained(Type.Array(Id), 'Ids of the points that were not among them before.'),
      removed: explained(Type.Array(Id), 'Ids of those that are no longer: they close.'),
    },
    made: [
      madeFrom(events.ProtocolAmended, {
        ...{ amendment: at('amendmentId'), from: at('effectiveDate'), ...fromTerms, expiresOn: at('expiresOn') },
        ...{ added: at('added'), removed: at('removed') },
      }),
    ],
  }),
  publish({
    type: 'protocol.suspended.v1',
    title: 'Protocollo sospeso',
    about: 'Nothing is done under a protocol from a day on, for a time; its points are suspended with it.',
    fields: {
      ...{ stands, from: from('First day on which it is suspended.') },
      until: Type.Optional(from('First day in force again, where it is known.')),
    },
    made: [madeFrom(events.ProtocolSuspended, { stands: at('to'), from: at('suspendedOn'), until: at('until') })],
  }),
  publish({
    type: 'protocol.resumed.v1',
    title: 'Protocollo di nuovo in vigore',
    about: 'A protocol that was suspended is in force again from a day on.',
    fields: { stands, from: from('First day in force again.') },
    made: [madeFrom(events.ProtocolResumed, { stands: at('to'), from: at('resumedOn') })],
  }),
  publish({
    type: 'protocol.renewed.v1',
    title: 'Protocollo rinnovato',
    about: 'A protocol has a successor, which takes over points of it from a day on.',
    fields: {
      ...{ stands: standsWhereSaid, successor: Id, from: from('First day no longer in force.') },
      points: explained(Type.Array(Id), 'Ids of the points that pass to the successor.'),
    },
    made: [
      madeFrom(events.ProtocolRenewed, {
        ...{ stands: at('to'), successor: at('successorId'), from: at('effectiveDate'), points: at('points') },
      }),
    ],
  }),
  publish({
    type: 'protocol.terminated.v1',
    title: 'Protocollo cessato per recesso',
    about: 'A protocol has ended before its time, after notice.',
    fields: {
      ...{ stands: standsWhereSaid, noticeDate: from('When notice was given.') },
      from: from('First day no longer in force.'),
    },
    made: [
      madeFrom(events.ProtocolTerminated, {
        stands: at('to'),
        noticeDate: at('noticeDate'),
        from: at('effectiveDate'),
      }),
    ],
  }),
  publish({
    type: 'protocol.expired.v1',
    title: 'Protocollo scaduto',
    about: 'A protocol has come to its end.',
    fields: { stands: standsWhereSaid, from: from('First day no longer in force.') },
    made: [madeFrom(events.ProtocolExpired, { stands: at('to'), from: at('expiredOn') })],
  }),
  publish({
    type: 'protocol.corrected.v1',
    title: 'Dati del protocollo rettificati',
    about: 'What was told of a protocol was wrong: from now on it counts as it is said here.',
    fields: {
      ...{ ...correctionSchema, ...correctedEndSchema, stands, amendment },
      expiresOn: Type.Optional(expiresOn),
    },
    made: [
      madeFrom(events.ProtocolRectified, {
        ...correctionOf(['forwardedOn', 'acknowledgedOn', 'effectiveDate', 'suspendedOn', 'resumedOn', 'expiredOn']),
        ...{ ...correctedEnd, stands: at('to'), amendment: at('amendmentId'), expiresOn: at('changes.expiresOn') },
      }),
    ],
  }),
];
