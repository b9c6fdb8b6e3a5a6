import type { RecordedEvent } from '#kernel/domain';
import type { PublishedField } from '#use-cases';

/** How a service point stands, in words that both kinds share. */
export const STANDINGS = ['REQUESTED', 'APPROVED', 'DECLINED', 'OPEN', 'SUSPENDED', 'CLOSED'] as const;
type StandingWord = (typeof STANDINGS)[number];

const WORDS: Readonly<Record<string, StandingWord>> = {
  PROPOSED: 'REQUESTED',
  ESTABLISHED: 'APPROVED',
  ACTIVE: 'OPEN',
  DEACTIVATED: 'CLOSED',
};

/**
 * How it stands today once the event is recorded, which a late fact may leave as it is.
 * @param usual what events of earlier versions brought about, which do not say it: none of them was recorded late
 */
export function standsAfter(usual: StandingWord): PublishedField {
  return standing(usual, `\`to\`, as outsiders call it; ${usual} where it is absent`);
}

/** The same of what usually leaves it as it stands: nothing is said by events of earlier versions. */
export function standsIfTold(): PublishedField {
  return standing(undefined, '`to`, as outsiders call it');
}

function standing(usual: StandingWord | undefined, origin: string): PublishedField {
  return {
    origin,
    path: 'to',
    read: ({ data }: RecordedEvent) => {
      const { to } = data as { readonly to?: string | { readonly state: string } };
      const state = typeof to === 'object' ? to.state : to;
      return state === undefined ? usual : (WORDS[state] ?? state);
    },
  };
}
