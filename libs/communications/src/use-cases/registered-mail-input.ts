import { Matches } from 'class-validator';
import { defineRefusal, reservationOf, toTimestamp, type Claim } from '#kernel/domain';
import { IsUnitCode } from '#organisation';
import { IsInstant, matching } from '#use-cases';
import type { RegisteredMail } from '../domain/vocabulary.ts';

/** A mail in the mailbox of the centre. */
export class RegisteredMailInput {
  /** Code of the office that sent it. */
  @IsUnitCode()
  readonly office!: string;

  /** When it was sent, as its header Date says: RFC 3339, with an offset. */
  @IsInstant()
  readonly sentAt!: string;

  /** Its header Message-ID, with the angle brackets. */
  @Matches(
    /^<[^<>@\s]{1,120}@[^<>@\s]{1,120}>$/,
    matching({
      message: '$property must be a Message-ID in angle brackets, such as <1234@example.org>',
      maxLength: 243,
      example: '<1234@example.org>',
    }),
  )
  readonly messageId!: string;

  /** Of the mail as it was received: 64 lower-case hexadecimal digits. */
  @Matches(
    /^[0-9a-f]{64}$/,
    matching({
      message: '$property must be 64 lower-case hexadecimal digits',
      maxLength: 64,
      example: 'a'.repeat(64),
    }),
  )
  readonly sha256!: string;
}

export const sentInFuture = defineRefusal(
  'MAIL_SENT_IN_FUTURE',
  '{sentAt} has not come yet: look at the header Date of the mail, and give it with its offset.',
);

/** One mail is registered once: neither under its Message-ID nor, as a Message-ID stands in what is hashed, under another. */
export function mailReservations({ messageId, sha256 }: RegisteredMailInput): Claim[] {
  return [reservationOf('mail-message-id', messageId), reservationOf('mail-sha256', sha256)];
}

/**
 * A mail as the event says it.
 * @param now milliseconds since the epoch
 * @throws DomainError MAIL_SENT_IN_FUTURE
 */
export function registeredMail(
  { office, sentAt, messageId, sha256 }: RegisteredMailInput,
  now: number,
): RegisteredMail {
  const at = Date.parse(sentAt);
  if (at > now) throw sentInFuture({ sentAt });
  return { office, sentAt: toTimestamp(at), messageId, sha256 };
}
