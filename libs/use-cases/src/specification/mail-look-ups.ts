import { SPEC_NOW } from '#kernel/specification';
import type { ProjectionReader } from '#kernel/execution';
import type { MailLookUps } from '../mail/mail-on.ts';

/** For the parts that a mail does not need: whoever uses one learns which. */
function unneeded(part: string): never {
  throw new TypeError(`the specification gives the mail no ${part}`);
}

/** What a mail may be written from, in a specification: what it gives, and nothing else. */
export function mailLookUps(given: Partial<MailLookUps>): MailLookUps {
  return {
    look: async () => unneeded('look'),
    earlier: async () => [],
    open: async () => ({ erased: true }),
    reader: new Proxy({} as ProjectionReader, { get: () => unneeded('reader') }),
    clock: { now: () => SPEC_NOW },
    from: 'rete@punti.example.org',
    settings: () => unneeded('settings'),
    ...given,
  };
}
