import { READ_SECRETS_EVERY_MS } from '#platform';

/** Milliseconds after which every process knows what stands in the key store: it reads it this often, and a bit more. */
export const KNOWN_EVERYWHERE_AFTER_MS = 2.5 * READ_SECRETS_EVERY_MS;
