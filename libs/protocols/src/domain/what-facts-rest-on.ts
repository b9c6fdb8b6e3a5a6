import type { Absent } from '#kernel/domain';
import { monthsAfter, romeDateAt, type LocalDate } from '#italy';
import type { ProtocolEvent } from './events.ts';
import type { Protocol } from './protocol-state.ts';
import { signedAct, type SignedAct } from './signed-act.ts';
import { AMENDABLE } from './vocabulary.ts';

/**
 * Whether a fact finds in law what it was decided on, where its state does not say so: a term that is not over, and is
 * not by its own, the signature of what was forwarded, the forwarding of what was acknowledged.
 * @param found the protocol as the fact finds it
 */
export function restsOn(found: Protocol | Absent, { type, data }: ProtocolEvent): boolean {
  switch (type) {
    case 'ProtocolForwardedToCentralOrganisation': {
      const { signedAt } = actIn(found, data.amendmentId) ?? {};
      return signedAt === undefined || data.forwardedOn >= romeDateAt(signedAt);
    }
    case 'ProtocolForwardingAcknowledged':
      return data.acknowledgedOn >= (actIn(found, data.amendmentId)?.forwardedOn ?? '');
    case 'ProtocolSuspended':
      // Of what is recorded late two may overlap; a correction says when each was, and has them apart.
      return found.status !== 'SUSPENDED' && isInTerm(found, data.suspendedOn);
    case 'ProtocolResumed':
      return isInTerm(found, data.resumedOn);
    case 'ProtocolAmendmentSigned':
      return isOverLater(found, data);
    case 'ProtocolAmended': {
      const { changed = AMENDABLE, durationMonths, effectiveDate } = data;
      const change = changed.includes('durationMonths') ? { durationMonths } : {};
      return isInTerm(found, effectiveDate) && isOverLater(found, { effectiveDate, ...change });
    }
    case 'ProtocolTerminated':
      return isInTerm(found, data.effectiveDate);
    case 'ProtocolRenewed':
      return !('expiresOn' in found) || data.effectiveDate <= found.expiresOn;
    case 'ProtocolExpired':
      // That an expiry was none is no more said to be wrong than what has moved the term.
      return !('expiresOn' in found) || data.expiredOn === found.expiresOn;
    default:
      return true;
  }
}

/** The act that is forwarded. */
function actIn(found: Protocol | Absent, amendmentId: string | undefined): SignedAct | undefined {
  return found.status === 'ABSENT' ? undefined : signedAct(found, amendmentId);
}

/** Whether the term that an amendment makes is not over by the day on which it takes effect. */
function isOverLater(
  found: Protocol | Absent,
  {
    effectiveDate,
    durationMonths,
  }: { readonly effectiveDate: LocalDate; readonly durationMonths?: number | undefined },
): boolean {
  if (durationMonths === undefined || !('effectiveDate' in found)) return true;
  return monthsAfter(found.effectiveDate, durationMonths) > effectiveDate;
}

function isInTerm(found: Protocol | Absent, day: LocalDate): boolean {
  return !('expiresOn' in found) || day < found.expiresOn;
}
