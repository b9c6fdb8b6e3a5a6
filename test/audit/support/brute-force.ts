import type { StoredEvent } from '#kernel/ports';

/** What is compared of an active point. */
export interface ActivePoint {
  readonly id: string;
  readonly kind: string;
  readonly province: string;
  readonly protocol: string;
  /** Who signed, under which number of a protocol register. */
  readonly signers: readonly string[];
  readonly forwardedOn: string | null;
}

interface Raw {
  readonly type: string;
  readonly revision: number;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- raw, as the log has it
  readonly data: any;
  readonly recordedOn: string;
  readonly legalDay: string | undefined;
}

const ROME_DAYS = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Rome', dateStyle: 'short' });
const dayInRome = (time: string): string => ROME_DAYS.format(new Date(time));

/**
 * The points that were active in a region on a day, as that was known on another, worked out from the raw log by hand: with
 * nothing of the product, so that the two cannot be wrong together.
 */
export function activeByHand(
  log: readonly StoredEvent[],
  { region, on, knownAt }: { readonly region: string; readonly on: string; readonly knownAt?: string | undefined },
): ActivePoint[] {
  const streams = new Map<string, Raw[]>();
  for (const { stream, type, data, metadata, revision } of log) {
    const { recordedAt, effectiveAt } = metadata as { recordedAt: string; effectiveAt?: string };
    const recordedOn = dayInRome(recordedAt);
    if (knownAt !== undefined && recordedOn > knownAt) continue;
    const event = { type, revision, data, recordedOn, legalDay: effectiveAt && dayInRome(effectiveAt) };
    streams.set(stream, [...(streams.get(stream) ?? []), event]);
  }
  const found: ActivePoint[] = [];
  for (const [stream, events] of streams) {
    if (!stream.startsWith('PuntoCliente-')) continue;
    const point = pointOn(events, on);
    if (point.region !== region) continue;
    const id = stream.slice('PuntoCliente-'.length);
    const today = dayInRome(new Date().toISOString());
    const isAhead = on > (knownAt !== undefined && knownAt < today ? knownAt : today);
    const waitsForProtocol =
      isAhead &&
      point.state === 'SUSPENDED' &&
      !['HOST_REQUEST', 'SECURITY', 'PREMISES', 'STAFF', 'TECHNICAL', 'NO_AUTHORISED_OPERATOR'].some((reason) =>
        point.reasons.has(reason),
      );
    if (point.state !== 'ACTIVE' && !waitsForProtocol) continue;
    if (isAhead) {
      const covering = coveringByHand(streams, { ...point, id }, on);
      if (covering === undefined) continue;
      point.protocolId = covering;
    }
    const protocol = rectifiedByHand(streams.get(`Protocol-${point.protocolId}`) ?? []);
    found.push({
      id,
      kind: point.kind,
      province: point.province,
      protocol: point.protocolId,
      signers: protocol
        .filter(({ type }) => type === 'ProtocolSignatureRecorded')
        .map(({ data }) => `${String(data.signerRole)} ${String(data.registerEntry.number)}`),
      forwardedOn:
        protocol.find(({ type }) => type === 'ProtocolForwardedToCentralOrganisation')?.data.forwardedOn ?? null,
    });
  }
  return found.sort((one, other) => (one.id < other.id ? -1 : 1));
}

/**
 * The protocol that covers a point on a day ahead and allows its kind, as far as that is set: by its expiry, a notice, an
 * amendment of its kinds, and those that renew it.
 */
function coveringByHand(
  streams: ReadonlyMap<string, readonly Raw[]>,
  { id: pointId, kind, protocolId }: { readonly id: string; readonly kind: string; readonly protocolId: string },
  on: string,
): string | undefined {
  let covering: string | undefined = protocolId;
  while (covering !== undefined) {
    let [begins, ends, by]: [string, string, string | undefined] = ['9999', '9999', undefined];
    let points: readonly string[] = [];
    let kinds: readonly string[] = [];
    for (const { type, data } of rectifiedByHand(streams.get(`Protocol-${covering}`) ?? [])) {
      if (type === 'ProtocolDrafted') [points, kinds] = [data.points, data.kinds];
      if (type === 'ProtocolAmendmentSigned' && data.kinds && data.effectiveDate <= on) kinds = data.kinds;
      if (type === 'ProtocolEntryIntoForceScheduled') {
        const day = String(data.effectiveDate);
        [begins, ends] = [day, `${Number(day.slice(0, 4)) + 3}${day.slice(4)}`];
      }
      if (type === 'ProtocolEnteredIntoForce') [begins, ends] = [data.effectiveDate, data.expiresOn];
      if (type === 'ProtocolTerminationNotified' && data.effectiveDate < ends)
        [ends, by] = [data.effectiveDate, undefined];
      if (type === 'ProtocolTerminated' && data.effectiveDate <= ends) [ends, by] = [data.effectiveDate, undefined];
      if (type === 'ProtocolRenewalClaimed' && data.effectiveDate <= ends)
        [ends, by] = [data.effectiveDate, data.successorId];
    }
    if (covering !== protocolId && !points.includes(pointId)) return undefined;
    if (on < ends) return on >= begins && kinds.includes(kind) ? covering : undefined;
    covering = by;
  }
  return undefined;
}

/** By day, and on one day as they were written; the request and its approval before everything. */
function pointOn(events: readonly Raw[], on: string) {
  const standing = rectifiedByHand(events);
  const dated = standing.filter(({ legalDay }) => legalDay !== undefined).map(({ legalDay }) => legalDay!);
  const first = dated.sort()[0];
  const dayOf = ({ legalDay, recordedOn }: Raw): string =>
    legalDay ?? (first !== undefined && first < recordedOn ? first : recordedOn);
  const inOrder = standing
    .map((event) => ({ ...event, day: dayOf(event) }))
    .sort((one, other) => (one.day === other.day ? one.revision - other.revision : one.day < other.day ? -1 : 1));
  const point = { state: 'NONE', kind: '', region: '', province: '', protocolId: '', reasons: new Set<string>() };
  for (const { type, data, day } of inOrder) {
    if (day > on) break;
    const { state, reasons } = point;
    const isOpen = state === 'ACTIVE' || state === 'SUSPENDED';
    if (type === 'PuntoClienteRequested') {
      point.state = 'REQUESTED';
      point.kind = data.kind;
      point.region = data.region;
      point.province = data.province;
    } else if (type === 'PuntoClienteApproved' && state === 'REQUESTED') {
      point.state = 'APPROVED';
    } else if (type === 'PuntoClienteActivated' && (state === 'APPROVED' || state === 'DEACTIVATED')) {
      point.state = 'ACTIVE';
      point.protocolId = data.protocolId;
    } else if (type === 'PuntoClienteCoverageTransferred' && isOpen && point.protocolId === data.previousProtocolId) {
      point.protocolId = data.protocolId;
    } else if (type === 'PuntoClienteKindChanged' && (state === 'APPROVED' || isOpen)) {
      point.kind = data.kind;
    } else if (type === 'PuntoClienteRelocated' && state !== 'REQUESTED') {
      point.province = data.province;
    } else if (type === 'PuntoClienteSuspended' && isOpen) {
      point.state = 'SUSPENDED';
      reasons.add(data.reason);
    } else if (type === 'PuntoClienteResumed' && state === 'SUSPENDED') {
      reasons.delete(data.reason);
      if (reasons.size === 0) point.state = 'ACTIVE';
    } else if (type === 'PuntoClienteDeactivated' && isOpen) {
      // How one protocol ends is nothing to an activity under another.
      if (String(data.reason).startsWith('PROTOCOL_') && point.protocolId !== data.protocolId) continue;
      point.state = 'DEACTIVATED';
      reasons.clear();
    }
  }
  return point;
}

/** Each event as the last rectification of it says, without those that never were; a rectification may never have been, too. */
function rectifiedByHand(events: readonly Raw[]): readonly Raw[] {
  const annulled = new Set<number>();
  for (const { type, data, revision } of [...events].reverse()) {
    if (type.endsWith('Rectified') && data.annuls && !annulled.has(revision)) annulled.add(data.rectifies);
  }
  return events
    .filter(({ type }) => !type.endsWith('Rectified'))
    .flatMap((event) => {
      let standing: Raw | undefined = event;
      for (const { type, data, revision } of events) {
        if (!standing || !type.endsWith('Rectified') || data.rectifies !== event.revision) continue;
        if (annulled.has(revision)) continue;
        const moved = Object.values(data.changes ?? {}).find((value) => /^\d{4}-\d{2}-\d{2}$/.test(String(value)));
        standing = data.annuls
          ? undefined
          : {
              ...standing,
              data: { ...standing.data, ...data.changes },
              legalDay: typeof moved === 'string' ? moved : standing.legalDay,
            };
      }
      return standing ?? [];
    });
}
