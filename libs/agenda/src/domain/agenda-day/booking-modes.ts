import { defineRefusals } from '#kernel/domain';
import type { Channel, Mode } from '../vocabulary.ts';
import { modesOf, type Identity } from './booking-channels.ts';

const refuse = defineRefusals({
  MODE_NOT_OFFERED: 'The agenda offers no {mode}: choose one of {offered}.',
  MODE_NOT_ALLOWED_ON_CHANNEL:
    'A {mode} is not booked through {channel}: choose one of {allowed}, or book at a desk or online.',
  STRONG_IDENTITY_REQUIRED: 'A {mode} is for a person whose identity is sure: book at a desk or online.',
});

export const modeRefusals = [
  refuse.MODE_NOT_OFFERED,
  refuse.MODE_NOT_ALLOWED_ON_CHANNEL,
  refuse.STRONG_IDENTITY_REQUIRED,
];

/**
 * Refuses a mode that the agenda does not offer.
 * @throws DomainError MODE_NOT_OFFERED
 */
export function refuseModeNotOffered(mode: Mode, offered: readonly Mode[]): void {
  if (!offered.includes(mode)) throw refuse.MODE_NOT_OFFERED({ mode, offered });
}

/**
 * Refuses a mode that this channel or identity does not allow: a web meeting needs a person who was identified.
 * @throws DomainError MODE_NOT_ALLOWED_ON_CHANNEL | STRONG_IDENTITY_REQUIRED
 */
export function refuseModeOnChannel(
  mode: Mode,
  { channel, identity }: { readonly channel: Channel; readonly identity: Identity },
): void {
  const allowed = modesOf(channel);
  if (!allowed.includes(mode)) throw refuse.MODE_NOT_ALLOWED_ON_CHANNEL({ mode, channel, allowed });
  if (mode === 'WEB_MEETING' && identity !== 'STRONG') throw refuse.STRONG_IDENTITY_REQUIRED({ mode });
}
