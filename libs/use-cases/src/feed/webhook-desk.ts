/** Where something is sent on its own, apart from the deliveries. */
export interface SentTo {
  readonly subscriptionId: string;
  readonly url: string;
  /** Which keys sign. */
  readonly keys: readonly number[];
}

/** What became of it. */
export interface SentOutcome {
  /** Milliseconds. */
  readonly durationMs: number;
  /** Of the answer; absent when none came. */
  readonly status?: number;
  /** The first part of the answer, unless personal data is in it. */
  readonly answer?: string;
  /** Why no answer came: a code. */
  readonly failure?: string;
}

/** An attempt at a delivery, as it is kept. */
export interface KeptAttempt extends SentOutcome {
  /** Of the event. */
  readonly number: number;
  /** RFC 3339. */
  readonly at: string;
}

/** Events that wait, as the first of them has failed. */
export interface HeldEvents {
  /** The one that failed. */
  readonly number: number;
  /** How many wait behind it. */
  readonly behind: number;
  readonly failures: number;
  /** RFC 3339; null when it is not tried again by itself. */
  readonly nextAt: string | null;
}

/** How far a subscription is delivered. */
export interface DeliveryProgress {
  /** Id of the book whose numbers they are; empty before anything was done. */
  readonly book: string;
  /** Every number up to it is delivered or skipped, but for those that wait. */
  readonly through: number;
  readonly held: readonly HeldEvents[];
  /** Attempts in a row that have failed. */
  readonly failures: number;
  /** Until when nothing is tried, RFC 3339; null when that is not so. */
  readonly restsUntil: string | null;
}

/** What can be asked of the deliveries of subscriptions, and sent beside them. */
export interface WebhookDesk {
  /** Sends a challenge; `isProven` says whether the answer repeats it. */
  challenge(to: SentTo): Promise<SentOutcome & { readonly isProven: boolean }>;
  /** Sends an example of what is published, without a number. */
  example(to: SentTo): Promise<SentOutcome>;
  /** The secret halves of some keys, as texts: `whsec_…` and `whsk_…`. */
  secrets(subscriptionId: string, keys: number): { readonly shared: string; readonly privateKey: string };
  /** The public half: `whpk_…`. */
  publicKey(subscriptionId: string, keys: number): string;
  progress(subscriptionId: string): Promise<DeliveryProgress>;
  /** Attempts of the last 30 days, the newest first. */
  attempts(
    subscriptionId: string,
    asked: { readonly before: number | undefined; readonly limit: number },
  ): Promise<{ readonly attempts: readonly KeptAttempt[]; readonly next: number | undefined }>;
}
