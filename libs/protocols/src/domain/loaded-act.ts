import { defineRefusals, deriveId } from '#kernel/domain';
import { monthsAfter, romeDateAt, type LocalDate } from '#italy';
import type { HostBodyFacts } from '#vocabulary';
import type { RegisterEntry, Signature, Termination } from './vocabulary.ts';

/* Acts that were signed before they are recorded here: since the model was tried, whatever has become of them (P10). */

/** First day on which the model was tried (INPS circolare 119/2011). */
export const MODEL_SINCE: LocalDate = '2010-02-01';

/** First day on which agreements between administrations are signed electronically, or are void (l. 241/1990, art. 15 c. 2-bis). */
const ELECTRONIC_SINCE: LocalDate = '2014-06-30';

/**
 * The id of an act that is loaded: it follows from the host and the code that the act has in its file, so that rows name each
 * other by codes, in whatever order they are loaded, and none is loaded twice.
 */
export function loadedProtocolId(hostBodyId: string, code: string): string {
  return deriveId('Protocol', 'loaded', hostBodyId, code);
}

/** Why an act is not loaded. */
export const loadingRefusals = defineRefusals({
  SIGNED_BEFORE_MODEL: 'It was signed on {signedOn}, before the model was tried, from {since} on: correct the date.',
  PAPER_DOES_NOT_COUNT:
    'From {since} on, agreements between administrations are signed electronically, and this one was signed on ' +
    '{signedOn}: give the kind and format of its signatures, or correct the date.',
  SIGNATURE_KIND_MISSING: 'A signature in format {format} is of a kind: give it.',
  LOADED_ENTRY_BEFORE_SIGNATURE:
    'It cannot enter into force on {effectiveDate}, before it was signed, on {signedOn}: correct a date.',
  LOADED_ENTRY_AHEAD:
    'It enters into force on {effectiveDate}, after today, {today}: load it as signed, then bring it into force.',
  LOADED_FORWARDING_OUT_OF_ORDER:
    'An act that was signed on {signedOn} is forwarded from that day on, by today, {today}, and acknowledged after that: ' +
    'correct forwardedOn, {forwardedOn}, or acknowledgedOn.',
  ENDED_WITHOUT_ENTRY: 'An act that ended has entered into force: give the day, effectiveDate, or leave the end out.',
  ENDED_TWICE: 'It was terminated or it was renewed: leave one of the two out.',
  LOADED_END_OUTSIDE_FORCE: 'It was in force from {from}, and to expire on {until}: {endedOn} lies outside.',
  LOADED_NOTICE_IMPOSSIBLE:
    'A notice of {noticeDate} ends nothing on {effectiveDate}, as today is {today}: correct one of them.',
  RENEWED_IN_FUTURE: 'It is to be renewed on {renewedOn}, after today, {today}: load it as it is in force.',
  RENEWING_PROTOCOL_NOT_LOADED:
    'No act {renewedBy} of this host, in force from {renewedOn}, is there: load the one that renews before this one.',
});

/** What a row says of an act beside its signatures. */
export interface LoadedCourse {
  readonly durationMonths: number;
  readonly effectiveDate?: LocalDate | undefined;
  readonly termination?: Termination | undefined;
  readonly renewal?: { readonly by: string; readonly on: LocalDate } | undefined;
}

/** When an act came to the centre, as far as that is known. */
export interface LoadedForwarding {
  readonly forwardedOn: LocalDate;
  readonly registerEntry?: RegisterEntry;
  readonly letterSha256?: string;
  readonly acknowledgement?: { readonly acknowledgedOn: LocalDate; readonly registerEntry: RegisterEntry };
}

/** What an act is loaded by: the day on which it is, and the act that renews it, where there is one. */
interface Known {
  readonly today: LocalDate;
  readonly signatures: readonly Signature[];
  /** First day in force of the act that renews it; undefined where that is not there. */
  readonly renewedFrom: LocalDate | undefined;
}

/**
 * The signatures are of their time: by hand between administrations only until the law asked for more.
 * @throws DomainError SIGNED_BEFORE_MODEL | PAPER_DOES_NOT_COUNT | SIGNATURE_KIND_MISSING
 */
export function requireOfItsTime(signatures: readonly Signature[], host: HostBodyFacts): void {
  for (const { signedAt, format, kind } of signatures) {
    const signedOn = romeDateAt(signedAt);
    if (signedOn < MODEL_SINCE) throw loadingRefusals.SIGNED_BEFORE_MODEL({ signedOn, since: MODEL_SINCE });
    if (format !== 'PAPER') {
      if (kind === undefined) throw loadingRefusals.SIGNATURE_KIND_MISSING({ format });
    } else if (host.kind === 'PUBLIC_ADMINISTRATION' && signedOn >= ELECTRONIC_SINCE) {
      throw loadingRefusals.PAPER_DOES_NOT_COUNT({ since: ELECTRONIC_SINCE, signedOn });
    }
  }
}

/** Day of the later signature, in Rome. */
export function signedOnOf(signatures: readonly Signature[]): LocalDate {
  return signatures.map(({ signedAt }) => romeDateAt(signedAt)).reduce((a, b) => (a > b ? a : b));
}

/**
 * It was forwarded once it was signed, and acknowledged once it was forwarded.
 * @throws DomainError LOADED_FORWARDING_OUT_OF_ORDER
 */
export function requireForwardingInOrder(
  { forwardedOn, acknowledgement }: LoadedForwarding,
  { signedOn, today }: { readonly signedOn: LocalDate; readonly today: LocalDate },
): void {
  const acknowledgedOn = acknowledgement?.acknowledgedOn;
  if (signedOn <= forwardedOn && forwardedOn <= (acknowledgedOn ?? today) && (acknowledgedOn ?? today) <= today) return;
  throw loadingRefusals.LOADED_FORWARDING_OUT_OF_ORDER({ signedOn, forwardedOn, acknowledgedOn, today });
}

/**
 * What became of the act is in order: it entered into force once it was signed, and ended within its term.
 * @throws DomainError one of {@link loadingRefusals}
 */
export function requireCourse(
  { durationMonths, effectiveDate, termination, renewal }: LoadedCourse,
  { today, signatures, renewedFrom }: Known,
): void {
  const signedOn = signedOnOf(signatures);
  if (termination && renewal) throw loadingRefusals.ENDED_TWICE();
  if (effectiveDate === undefined) {
    if (termination ?? renewal) throw loadingRefusals.ENDED_WITHOUT_ENTRY();
    return;
  }
  if (effectiveDate < signedOn) throw loadingRefusals.LOADED_ENTRY_BEFORE_SIGNATURE({ effectiveDate, signedOn });
  if (effectiveDate > today) throw loadingRefusals.LOADED_ENTRY_AHEAD({ effectiveDate, today });
  const until = monthsAfter(effectiveDate, durationMonths);
  const endedOn = termination?.effectiveDate ?? renewal?.on;
  // One that is renewed may run its whole term.
  const isOutside =
    endedOn !== undefined && (endedOn <= effectiveDate || endedOn > until || (termination && endedOn === until));
  if (isOutside) throw loadingRefusals.LOADED_END_OUTSIDE_FORCE({ from: effectiveDate, until, endedOn });
  if (termination) {
    const { noticeDate, effectiveDate: on } = termination;
    if (noticeDate > on || noticeDate > today) {
      throw loadingRefusals.LOADED_NOTICE_IMPOSSIBLE({ noticeDate, effectiveDate: on, today });
    }
  }
  if (renewal) {
    const { by: renewedBy, on: renewedOn } = renewal;
    if (renewedOn > today) throw loadingRefusals.RENEWED_IN_FUTURE({ renewedOn, today });
    if (renewedFrom !== renewedOn) throw loadingRefusals.RENEWING_PROTOCOL_NOT_LOADED({ renewedBy, renewedOn });
  }
}
