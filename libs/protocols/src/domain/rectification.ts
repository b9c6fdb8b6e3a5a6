import { isDeepStrictEqual } from 'node:util';
import { addDays, daysFrom, isLocalDate, monthsAfter, romeDateAt, type LocalDate } from '#italy';
import {
  LATEST,
  lifeOnce,
  withItsResumption,
  type Correction as CorrectionOf,
  type Inconsistency,
  type JudgedFact,
  type Surroundings,
} from '#use-cases/dated';
import { correctedExpiry } from './corrected-expiry.ts';
import type { ProtocolEvent } from './events.ts';
import { protocolLife } from './protocol-life.ts';
import type { Protocol } from './protocol-state.ts';
import { SUSPENSIONS } from './suspension-kind.ts';
import { AMENDABLE } from './vocabulary.ts';

type Type = ProtocolEvent['type'];
type Fields = Readonly<Record<string, unknown>>;

/** What of each fact can be corrected: a date, a number or a hash (T2). */
export const CORRECTABLE: Partial<Readonly<Record<Type, readonly string[]>>> = {
  ProtocolSignatureRecorded: ['documentSha256', 'signedFileSha256', 'signedAt', 'registerEntry'],
  ProtocolAmendmentSignatureRecorded: ['documentSha256', 'signedFileSha256', 'signedAt', 'registerEntry'],
  ProtocolAmendmentSigned: ['documentSha256', 'effectiveDate'],
  ProtocolAmended: ['effectiveDate'],
  ProtocolForwardedToCentralOrganisation: ['forwardedOn', 'registerEntry', 'letterSha256'],
  ProtocolForwardingAcknowledged: ['acknowledgedOn', 'registerEntry'],
  ProtocolEnteredIntoForce: ['effectiveDate'],
  ProtocolSuspended: ['suspendedOn', 'until'],
  ProtocolResumed: ['resumedOn'],
  ProtocolTerminated: ['noticeDate', 'effectiveDate'],
};

/** What may never have been. An entry into force or an end that was none is undone by what follows it in law, not here. */
export const ANNULLABLE: readonly Type[] = ['ProtocolSuspended', 'ProtocolResumed'];

type Correction = CorrectionOf<Type>;

/** What a correction is looked at with. */
type Standing = Pick<Surroundings<Protocol, ProtocolEvent>, 'facts' | 'today'>;
type Around = Standing & Pick<Surroundings<Protocol, ProtocolEvent>, 'life' | 'now'>;

/**
 * A correction with those that follow from it: of the other signature and of both together, of the expiry by each of its
 * terms, of the notice of a termination, of the end that a suspension had from the start. A suspension that never was takes
 * its resumption with it.
 */
export function withWhatFollows(correction: Correction, standing: Around): readonly Correction[] {
  const { of, changes } = correction;
  if (of === 'ProtocolSuspended') return withItsResumption(SUSPENSIONS, correction, standing);
  if (!changes) return [correction];
  switch (of) {
    case 'ProtocolSignatureRecorded':
    case 'ProtocolAmendmentSignatureRecorded':
      return [correction, ...ofSignatures(correction, ofSameAct(correction, standing))];
    case 'ProtocolAmendmentSigned':
    case 'ProtocolAmended':
      return withExpiry([correction, ...ofAmendment(correction, ofSameAct(correction, standing))], standing);
    case 'ProtocolEnteredIntoForce':
      return withExpiry(ofTerms(correction, changes.effectiveDate as LocalDate, standing), standing);
    case 'ProtocolTerminated':
      return [
        correction,
        ...others(correction, 'ProtocolTerminationNotified', changes, ofSameNotice(correction, standing)),
      ];
    default:
      return [correction];
  }
}

/** The term is counted from the entry into force by the duration of the time, which amendments may have changed. */
function ofTerms(entry: Correction, effectiveDate: LocalDate, { facts }: Standing): Correction[] {
  const corrections: Correction[] = [];
  let months = 0;
  let expiresOn = '';
  for (const { event, revision, counts } of facts) {
    const { type, data } = event;
    if (counts && (type === 'ProtocolDrafted' || type === 'ProtocolDraftRevised')) months = data.durationMonths;
    if (revision === entry.revision) {
      expiresOn = monthsAfter(effectiveDate, months);
      corrections.push({ ...entry, changes: { ...entry.changes, expiresOn } });
    }
    if (type !== 'ProtocolAmended') continue;
    const { changed = AMENDABLE } = data;
    const isOtherTerm = changed.includes('durationMonths') && data.durationMonths !== months;
    const term = isOtherTerm ? monthsAfter(effectiveDate, data.durationMonths) : expiresOn;
    // One that counts for nothing may count again.
    if (data.expiresOn !== term) corrections.push({ revision, of: type, changes: { expiresOn: term } });
    if (counts) [months, expiresOn] = [isOtherTerm ? data.durationMonths : months, term];
  }
  return corrections;
}

/** The facts of one act alone: of an amendment, or of the protocol itself. */
function ofSameAct({ revision }: Correction, { facts, today }: Standing): Standing {
  const of = facts.find((fact) => fact.revision === revision);
  const act = of && amendmentIn(of.event);
  return { facts: facts.filter(({ event }) => amendmentIn(event) === act), today };
}

/** The notice of a termination and its end alone: another may have been given. */
function ofSameNotice({ revision }: Correction, { facts, today }: Standing): Standing {
  const dayOf = ({ data }: ProtocolEvent) => ('effectiveDate' in data ? data.effectiveDate : undefined);
  const ended = facts.find((fact) => fact.revision === revision);
  return { facts: facts.filter(({ event }) => ended && dayOf(event) === dayOf(ended.event)), today };
}

/** The amendment that a fact is of. */
export function amendmentIn({ data }: ProtocolEvent): string | undefined {
  return 'amendmentId' in data ? data.amendmentId : undefined;
}

/** An amendment is signed for the day on which it takes effect, and one hash stands under it. */
function ofAmendment(correction: Correction, { facts }: Standing): Correction[] {
  const { documentSha256, effectiveDate } = correction.changes ?? {};
  const hash = documentSha256 === undefined ? {} : { documentSha256 };
  const day = effectiveDate === undefined ? {} : { effectiveDate };
  const following: Partial<Record<Type, Fields>> = {
    ProtocolAmendmentSignatureRecorded: hash,
    ProtocolAmendmentSigned: { ...hash, ...day },
    ProtocolAmended: day,
  };
  return facts.flatMap(({ revision, counts, event: { type } }) => {
    const changes = following[type] ?? {};
    const follows = counts && revision !== correction.revision && Object.keys(changes).length > 0;
    return follows ? [{ revision, of: type, changes }] : [];
  });
}

/** The expiry that was carried out goes with the term, which is another one where an amendment or the entry into force was of another day. */
function withExpiry(corrections: Correction[], { life, now }: Around): Correction[] {
  const said = corrections.map(
    ({ revision: rectifies, of, changes }) =>
      ({ type: 'ProtocolRectified', data: { rectifies, of, changes } }) as ProtocolEvent,
  );
  const expiry = correctedExpiry(lifeOnce(protocolLife, life, now, ...said), now);
  return expiry ? [...corrections, expiry] : corrections;
}

const SIGNATURES: readonly Type[] = ['ProtocolSignatureRecorded', 'ProtocolAmendmentSignatureRecorded'];
const SIGNED: readonly Type[] = ['ProtocolSigned', 'ProtocolAmendmentSigned'];

/** One hash stands under both signatures, and both are given when the later one is. */
function ofSignatures(correction: Correction, standing: Standing): Correction[] {
  const { revision, changes = {} } = correction;
  const hash = 'documentSha256' in changes ? { documentSha256: changes.documentSha256 } : {};
  const signedAt = 'signedAt' in changes ? laterSignature(standing.facts, revision, changes) : undefined;
  const both = { ...hash, ...(signedAt === undefined ? {} : signedLater(signedAt, standing)) };
  return [
    ...SIGNATURES.flatMap((type) => others(correction, type, hash, standing)),
    ...SIGNED.flatMap((type) => others(correction, type, both, standing)),
  ];
}

/** When both have signed, and the day by which it is then to be forwarded: as many days later as before. */
function signedLater(signedAt: string, { facts }: Standing): Fields {
  const { event } = facts.find((fact) => SIGNED.includes(fact.event.type)) ?? {};
  const before = event?.data as { readonly signedAt: string; readonly forwardBy?: string } | undefined;
  if (before?.forwardBy === undefined) return { signedAt };
  const days = daysFrom(romeDateAt(before.signedAt), before.forwardBy);
  return { signedAt, forwardBy: addDays(romeDateAt(signedAt), days) };
}

/** All other facts of a type that count, with what changes of them too; one that lies ahead by then has not been. */
function others(of: Correction, type: Type, changes: Fields, { facts, today }: Standing): Correction[] {
  const ahead = Object.entries(changes).some(
    ([field, value]) => field !== 'forwardBy' && isLocalDate(String(value)) && String(value) > today,
  );
  return facts
    .filter((fact) => fact.counts && fact.event.type === type && fact.revision !== of.revision)
    .filter(({ event }) => !isDeepStrictEqual({ ...(event.data as Fields), ...changes }, event.data))
    .map(({ revision }) => ({ revision, of: type, ...(ahead ? {} : { changes }) }));
}

/** When the later of the two signatures was given, once one of them is corrected. */
function laterSignature(
  facts: readonly JudgedFact<ProtocolEvent>[],
  revision: number,
  changes: Fields,
): string | undefined {
  const times = facts.flatMap((fact) => {
    if (!SIGNATURES.includes(fact.event.type)) return [];
    const { signedAt } = fact.event.data as { readonly signedAt: string };
    return [fact.revision === revision ? ((changes.signedAt as string | undefined) ?? signedAt) : signedAt];
  });
  return times.toSorted().at(-1);
}

/** Looks whether the dates of a corrected fact can be: it has happened, and they follow each other. */
export function inconsistencyOf({ type, data }: ProtocolEvent, today: LocalDate): Inconsistency | undefined {
  const notAfter = (field: string, date: LocalDate, bound: LocalDate): Inconsistency[] =>
    date > bound ? [{ field, bound }] : [];
  switch (type) {
    case 'ProtocolSignatureRecorded':
    case 'ProtocolAmendmentSignatureRecorded':
      return notAfter('signedAt', romeDateAt(data.signedAt), today)[0];
    case 'ProtocolAmendmentSigned':
      return notAfter('signedAt', romeDateAt(data.signedAt), data.effectiveDate)[0];
    case 'ProtocolForwardedToCentralOrganisation':
      return notAfter('forwardedOn', data.forwardedOn, today)[0];
    case 'ProtocolForwardingAcknowledged':
      return notAfter('acknowledgedOn', data.acknowledgedOn, today)[0];
    case 'ProtocolEnteredIntoForce':
    case 'ProtocolAmended':
      return notAfter('effectiveDate', data.effectiveDate, today)[0];
    case 'ProtocolResumed':
      return notAfter('resumedOn', data.resumedOn, today)[0];
    case 'ProtocolSuspended': {
      const { suspendedOn, until = LATEST } = data;
      const last = until <= today ? addDays(until, -1) : today;
      return notAfter('suspendedOn', suspendedOn, last)[0];
    }
    case 'ProtocolTerminated':
      return [
        ...notAfter('effectiveDate', data.effectiveDate, today),
        ...notAfter('noticeDate', data.noticeDate, data.effectiveDate),
      ][0];
    default:
      return undefined;
  }
}
