import { monthsAfter, type LocalDate } from '#italy';
import { startOf } from '#use-cases/dated';
import { expired, renewed, terminated } from './effect.ts';
import type { ProtocolEvent } from './events.ts';
import { forwardBy } from './forwarding.ts';
import { handedOver } from './handed-over.ts';
import type { LoadedCourse, LoadedForwarding } from './loaded-act.ts';
import type { Signature } from './vocabulary.ts';

type Drafted = Extract<ProtocolEvent, { readonly type: 'ProtocolDrafted' }>['data'];

interface Loaded {
  readonly drafted: Drafted;
  /** Of both parties, over one text. */
  readonly signatures: readonly [Signature, Signature];
  readonly forwarding?: LoadedForwarding | undefined;
  readonly course: LoadedCourse;
  /** Of the act that renews it: its id, and the points that it covers. */
  readonly successor?: { readonly id: string; readonly points: readonly string[] } | undefined;
}

/** When it is loaded. */
interface At {
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly today: LocalDate;
  /** Days within which a signed act is forwarded. */
  readonly forwardingDays: number;
}

/** The life of an act that is loaded: the events that it would have left, each on its legal date. */
export function loadedLife(loaded: Loaded, { now, today, forwardingDays }: At): readonly ProtocolEvent[] {
  const { drafted, forwarding, course } = loaded;
  const [one, other] = loaded.signatures;
  const [earlier, later] = Date.parse(one.signedAt) <= Date.parse(other.signedAt) ? [one, other] : [other, one];
  const { documentSha256, signedAt } = later;
  const concluded: ProtocolEvent[] = [
    { type: 'ProtocolDrafted', data: drafted },
    { type: 'ProtocolSubmitted', data: {} },
    ...[earlier, later].map((data): ProtocolEvent => ({
      type: 'ProtocolSignatureRecorded',
      data,
      effectiveAt: data.signedAt,
    })),
    {
      type: 'ProtocolSigned',
      data: { documentSha256, signedAt, forwardBy: forwardBy(signedAt, forwardingDays), loaded: true },
      effectiveAt: signedAt,
    },
    ...(forwarding ? forwarded(forwarding) : []),
  ];
  const { effectiveDate, durationMonths } = course;
  if (effectiveDate === undefined) return concluded;
  const expiresOn = monthsAfter(effectiveDate, durationMonths);
  const binding: ProtocolEvent[] = [
    ...concluded,
    {
      type: 'ProtocolEnteredIntoForce',
      data: { effectiveDate, expiresOn, loaded: true },
      effectiveAt: startOf(effectiveDate),
    },
  ];
  const recorded = { life: [], now };
  const { termination, renewal } = course;
  if (termination) {
    const effectiveAt = startOf(termination.effectiveDate);
    const after: ProtocolEvent[] = [
      ...binding,
      { type: 'ProtocolTerminationNotified', data: termination, effectiveAt },
    ];
    return termination.effectiveDate > today ? after : [...after, terminated(termination, { ...recorded, after })];
  }
  if (renewal && loaded.successor) {
    const { id: successorId, points } = loaded.successor;
    const data = { successorId, effectiveDate: renewal.on, ...handedOver(loaded.drafted.points, points) };
    return [...binding, renewed(data, { ...recorded, after: binding })];
  }
  return expiresOn > today ? binding : [...binding, expired(expiresOn, { ...recorded, after: binding })];
}

function forwarded({ acknowledgement, ...letter }: LoadedForwarding): ProtocolEvent[] {
  const forwarding: ProtocolEvent = {
    type: 'ProtocolForwardedToCentralOrganisation',
    data: letter,
    effectiveAt: startOf(letter.forwardedOn),
  };
  if (!acknowledgement) return [forwarding];
  const effectiveAt = startOf(acknowledgement.acknowledgedOn);
  return [forwarding, { type: 'ProtocolForwardingAcknowledged', data: acknowledgement, effectiveAt }];
}
