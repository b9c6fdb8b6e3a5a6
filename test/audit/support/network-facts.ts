import { midnightInRome } from '#italy';
import type { Fact } from './fact-writer.ts';

/** 00:00 in Rome of a day: what law dates takes effect then. */
export const startOf = (date: string): string => new Date(midnightInRome(date)).toISOString();
/** Ten in the morning of a day. */
export const morningOf = (date: string): string => `${date}T08:00:00.000Z`;

const host = { id: 'host-1', kind: 'PUBLIC_ADMINISTRATION', name: 'Comune dimostrativo' } as const;
const hash = 'a'.repeat(64);

/** The hosting body of all that stands here is registered, and corrected when `corrects` says so. */
export function hostNamed(name: string, recorded: string, corrects = false): Fact {
  const details = { name, fiscalCode: '80078750587', ipaCode: 'c_demo', region: '08', province: '037' };
  return {
    ...{ stream: `HostBody-${host.id}`, recordedAt: morningOf(recorded), scope: { region: '08', host: host.id } },
    ...(corrects
      ? { type: 'HostBodyDetailsCorrected', data: details }
      : { type: 'HostBodyRegistered', data: { id: host.id, kind: host.kind, ...details } }),
  };
}

interface Recorded {
  /** Day of the recording; the legal day when absent. */
  readonly recorded?: string;
}

/** How a protocol of {@link protocolInForce} differs from others. */
interface OfProtocol extends Recorded {
  readonly points?: readonly string[];
  /** First day no longer in force; three years on when absent. */
  readonly expiresOn?: string;
  /** Kinds of point that it allows; that of all points here when absent. */
  readonly kinds?: readonly string[];
}

/** A protocol of a region that is drafted, signed, in force from a day on, all of it recorded on that day. */
export function protocolInForce(
  id: string,
  region: string,
  from: string,
  { recorded = from, points = ['p'], expiresOn = threeYearsOn(from), kinds = ['INFORMATIVO'] }: OfProtocol = {},
): Fact[] {
  const stream = `Protocol-${id}`;
  const at = { stream, recordedAt: morningOf(recorded), scope: { region, host: host.id } };
  const entry = (number: number) => ({ aoo: `INPS-${region}`, year: 2026, number, date: from });
  const signature = (party: string, number: number): Fact => ({
    ...at,
    type: 'ProtocolSignatureRecorded',
    data: {
      ...{ party, documentSha256: hash, format: 'PADES', signedAt: startOf(from), registerEntry: entry(number) },
      signerRole: party === 'INPS' ? 'Direttore regionale' : 'Sindaco',
    },
    effectiveAt: startOf(from),
  });
  return [
    {
      ...at,
      type: 'ProtocolDrafted',
      data: { protocolId: id, host, region, points, kinds, durationMonths: 36 },
    },
    { ...at, type: 'ProtocolSubmitted', data: {} },
    signature('INPS', 1),
    signature('HOST', 2),
    {
      ...at,
      type: 'ProtocolSigned',
      data: { documentSha256: hash, signedAt: startOf(from) },
      effectiveAt: startOf(from),
    },
    {
      ...at,
      type: 'ProtocolEnteredIntoForce',
      data: { effectiveDate: from, expiresOn },
      effectiveAt: startOf(from),
    },
  ];
}

function threeYearsOn(day: string): string {
  return `${Number(day.slice(0, 4)) + 3}${day.slice(4)}`;
}

/** A protocol is to end on a day, as was notified. */
export function terminationNotified(id: string, effectiveDate: string, recorded: string, region = '08'): Fact {
  return {
    ...{ stream: `Protocol-${id}`, type: 'ProtocolTerminationNotified', recordedAt: morningOf(recorded) },
    data: { noticeDate: recorded, effectiveDate, reason: 'Recesso' },
    effectiveAt: startOf(effectiveDate),
    scope: { region, host: host.id },
  };
}

/** A protocol ended on a day. */
export function ended(
  id: string,
  effectiveDate: string,
  { recorded = effectiveDate, region = '08' }: Recorded & { readonly region?: string } = {},
): Fact {
  return {
    ...{ stream: `Protocol-${id}`, type: 'ProtocolTerminated', recordedAt: morningOf(recorded) },
    data: { noticeDate: effectiveDate, effectiveDate, reason: 'Recesso' },
    effectiveAt: startOf(effectiveDate),
    scope: { region, host: host.id },
  };
}

/** A signed protocol is to enter into force on a day, as the successor of another. */
export function renewalScheduled(
  id: string,
  { renews, points, from, recorded }: { renews: string; points: readonly string[]; from: string; recorded: string },
  region = '08',
): Fact[] {
  const signed = protocolInForce(id, region, recorded, { recorded, points }).slice(0, -1);
  const at = { recordedAt: morningOf(recorded), scope: { region, host: host.id } };
  const claim = { successorId: id, effectiveDate: from, forCommandId: `enter-${id}`, actBy: startOf(from) };
  return [
    ...signed,
    { ...at, stream: `Protocol-${renews}`, type: 'ProtocolRenewalClaimed', data: claim },
    {
      ...{ ...at, stream: `Protocol-${id}`, type: 'ProtocolEntryIntoForceScheduled' },
      ...{ data: { effectiveDate: from }, effectiveAt: startOf(from) },
    },
  ];
}

/** The protocol is forwarded to the centre. */
export function forwarded(
  id: string,
  forwardedOn: string,
  { recorded = forwardedOn, region = '08' }: Recorded & { readonly region?: string } = {},
): Fact {
  return {
    ...{ stream: `Protocol-${id}`, type: 'ProtocolForwardedToCentralOrganisation', recordedAt: morningOf(recorded) },
    data: { forwardedOn },
    scope: { region, host: host.id },
  };
}

/** A protocol in force is suspended, until a day if that is said. */
export function protocolSuspended(id: string, suspendedOn: string, until?: string): Fact {
  return {
    ...{ stream: `Protocol-${id}`, type: 'ProtocolSuspended', recordedAt: morningOf(suspendedOn) },
    data: {
      suspendedOn,
      reason: 'Verifica',
      from: 'IN_FORCE',
      to: 'SUSPENDED',
      ...(until === undefined ? {} : { until }),
    },
    effectiveAt: startOf(suspendedOn),
    scope: { region: '08', host: host.id },
  };
}

/** Both have signed an amendment of the protocol, which is to take effect later. */
export function amendmentSigned(
  id: string,
  amendmentId: string,
  signedOn: string,
  effectiveDate: string,
  change: object = { durationMonths: 48 },
): Fact {
  return {
    ...{ stream: `Protocol-${id}`, type: 'ProtocolAmendmentSigned', recordedAt: morningOf(signedOn) },
    data: { amendmentId, documentSha256: hash, signedAt: startOf(signedOn), effectiveDate, ...change },
    effectiveAt: startOf(effectiveDate),
    scope: { region: '08', host: host.id },
  };
}

/** Where a point stands: municipality, province and region. */
export interface Place {
  readonly region: string;
  readonly province: string;
  readonly municipality: string;
}
export const BOLOGNA: Place = { region: '08', province: '037', municipality: 'A944' };
export const MODENA: Place = { region: '08', province: '036', municipality: 'F257' };
export const SIENA: Place = { region: '09', province: '052', municipality: 'I726' };
export const FIRENZE: Place = { region: '09', province: '048', municipality: 'D612' };

/** A point that is asked for and approved. */
export function approvedPoint(id: string, place: Place, on: string): Fact[] {
  const at = { stream: `PuntoCliente-${id}`, recordedAt: morningOf(on), scope: { ...place, host: host.id } };
  return [
    {
      ...at,
      type: 'PuntoClienteRequested',
      data: {
        pointId: id,
        kind: 'INFORMATIVO',
        host,
        ...place,
        address: { street: 'Via Roma 1', postalCode: '40100' },
      },
    },
    { ...at, type: 'PuntoClienteApproved', data: { kind: 'INFORMATIVO' } },
  ];
}

/** What happens to a point on a day, as events say it beside the kind that it was thought to be of. */
function happening(type: string, id: string, on: string, { recorded = on }: Recorded, data: object): Fact {
  return {
    ...{ stream: `PuntoCliente-${id}`, type, recordedAt: morningOf(recorded) },
    data: { kind: 'INFORMATIVO', ...data },
    effectiveAt: startOf(on),
  };
}

export function activated(id: string, protocolId: string, on: string, recorded: Recorded = {}): Fact {
  return happening('PuntoClienteActivated', id, on, recorded, { protocolId, activatedOn: on, operators: [] });
}

export function deactivated(id: string, protocolId: string, on: string, recorded: Recorded = {}): Fact {
  const data = { protocolId, reason: 'PROTOCOL_TERMINATED', deactivatedOn: on };
  return happening('PuntoClienteDeactivated', id, on, recorded, data);
}

export function suspended(
  id: string,
  protocolId: string,
  on: string,
  { until, reason = 'PREMISES', ...recorded }: Recorded & { readonly until?: string; readonly reason?: string } = {},
): Fact {
  const data = { protocolId, reason, suspendedOn: on, ...(until === undefined ? {} : { until }) };
  return happening('PuntoClienteSuspended', id, on, recorded, data);
}

export function resumed(id: string, protocolId: string, on: string, recorded: Recorded = {}): Fact {
  return happening('PuntoClienteResumed', id, on, recorded, { protocolId, reason: 'PREMISES', resumedOn: on });
}

export function relocated(id: string, to: Place, on: string, recorded: Recorded = {}): Fact {
  const { province, municipality } = to;
  const place = { province, municipality, address: { street: 'Via Nuova 2', postalCode: '40100' } };
  const happened = happening('PuntoClienteRelocated', id, on, recorded, { ...place, previous: place, relocatedOn: on });
  return { ...happened, scope: { ...to, host: host.id } };
}

/** A point is of another kind from a day on. */
export function kindChanged(id: string, kind: string, on: string, recorded: Recorded = {}): Fact {
  const data = { kind, previousKind: 'INFORMATIVO', services: ['estratto-conto-contributivo'], changedOn: on };
  return happening('PuntoClienteKindChanged', id, on, recorded, data);
}

/** A point passes from one protocol to the next. */
export function transferred(id: string, from: string, to: string, on: string, recorded: Recorded = {}): Fact {
  const data = { previousProtocolId: from, protocolId: to, transferredOn: on };
  return happening('PuntoClienteCoverageTransferred', id, on, recorded, data);
}

/** What of a protocol an act rectifies: which event, by its place among those of {@link protocolInForce}, and which fields. */
export interface Correction {
  readonly rectifies: number;
  readonly of: string;
  readonly changes: object;
}

/** Something of a protocol was wrong, as an act says. */
export function protocolRectified(id: string, correction: Correction, recorded: string, region: string): Fact {
  const act = { authority: 'Direzione regionale', number: '7', date: recorded };
  return {
    ...{ stream: `Protocol-${id}`, type: 'ProtocolRectified', recordedAt: morningOf(recorded) },
    data: { ...correction, reason: 'Dato errato', act, from: 'IN_FORCE', to: 'IN_FORCE', standing: { signatures: [] } },
    scope: { region, host: host.id },
  };
}

/** Something of a point was wrong, as an act says, or that never was. */
export function pointRectified(
  id: string,
  correction: { readonly rectifies: number; readonly of: string; readonly changes?: object },
  recordedAt: string,
): Fact {
  const act = { authority: 'Direzione regionale', number: '7', date: recordedAt.slice(0, 10) };
  const standing = { kind: 'INFORMATIVO', state: 'ACTIVE', province: '037' };
  return {
    ...{ stream: `PuntoCliente-${id}`, type: 'PuntoClienteRectified', recordedAt },
    data: {
      ...{ ...correction, ...(correction.changes ? {} : { annuls: true }), reason: 'Dato errato', act },
      ...{ on: act.date, kind: 'INFORMATIVO', from: standing, to: standing, standing: { suspensions: [] } },
    },
  };
}
