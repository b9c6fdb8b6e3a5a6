import { defineProcessManager, give, idOf, when, type Reaction } from '#kernel/domain';
import { dayAfter, midnightInRome, romeDateAt } from '#italy';
import { termsToday } from '../domain/amendment.ts';
import {
  ProtocolAmended,
  ProtocolEnteredIntoForce,
  ProtocolExpired,
  ProtocolRectified,
  ProtocolRenewalReleased,
  ProtocolRenewed,
  ProtocolTerminated,
  ProtocolTerminationNotified,
  ProtocolTerminationWithdrawn,
} from '../domain/events.ts';
import { EXPIRY_NOTICE_DAYS, noticeDay } from '../domain/expiry-notice.ts';
import { isBinding } from '../domain/protocol-state.ts';
import { noticeProtocolExpiry } from '../use-cases/notice-protocol-expiry.ts';

interface ExpiryNotices {
  /** First day no longer in force, unless it ends before. */
  readonly expiresOn: string;
  /** Of an act that was loaded: notices of the days before are not given any more. */
  readonly from?: string;
}

const idOfNotice = (days: string): string => `${days}-days-before`;
const ALL = EXPIRY_NOTICE_DAYS.map(idOfNotice);

/**
 * Has it noted, some days before, that a protocol expires; anew whenever the expiry is another one, or stands again as what
 * was to come before it is called off. Every day that can be chosen is set, and the command knows which ones are.
 */
export const expiryNotices = defineProcessManager<ExpiryNotices>({
  name: 'expiry-notices',
  gives: [noticeProtocolExpiry],
  keys: ({ stream }) => [idOf(stream)],
  on: [
    when(ProtocolEnteredIntoForce, (_none, { data: { expiresOn, loaded }, recordedAt }, protocolId) =>
      noticing(protocolId, { expiresOn, ...(loaded ? { from: dayAfter(romeDateAt(recordedAt)) } : {}) }),
    ),
    when(ProtocolAmended, (state, { data }, protocolId) => {
      const { expiresOn } = termsToday(data);
      // Recorded after the end, it is of a day before.
      return !state || state.expiresOn === expiresOn ? { state } : noticing(protocolId, { ...state, expiresOn });
    }),
    when(ProtocolRectified, (state, { data: { to, standing } }, protocolId) => {
      if (!isBinding({ status: to }) || standing.expiresOn === undefined) return NO_LONGER;
      const { expiresOn } = standing;
      return state?.expiresOn === expiresOn ? { state } : noticing(protocolId, { ...state, expiresOn });
    }),
    when(ProtocolTerminationNotified, (state) => ({ state, clear: ALL })),
    when([ProtocolTerminationWithdrawn, ProtocolRenewalReleased], (state, _event, protocolId) =>
      state ? noticing(protocolId, state) : { state },
    ),
    when([ProtocolRenewed, ProtocolTerminated, ProtocolExpired], () => NO_LONGER),
  ],
});

const NO_LONGER: Reaction<ExpiryNotices> = { state: undefined, clear: ALL };

function noticing(protocolId: string, state: ExpiryNotices): Reaction<ExpiryNotices> {
  const { expiresOn, from = '' } = state;
  const set = EXPIRY_NOTICE_DAYS.flatMap((days) => {
    const notice = { expiresOn, daysBefore: Number(days) };
    const day = noticeDay(notice);
    const command = give(noticeProtocolExpiry, { protocolId, ...notice });
    return day < from ? [] : [{ id: idOfNotice(days), dueAt: midnightInRome(day), command }];
  });
  const standing = new Set(set.map(({ id }) => id));
  return { state, set, clear: ALL.filter((id) => !standing.has(id)) };
}
