import type { KeyStore } from '#kernel/ports';
import { isCheck, type MasterKey } from './master-key.ts';
import { wrappedAs } from './subject-keys.ts';

/** Subjects of one step: a transaction of some milliseconds, between which others write. */
const SUBJECTS_A_STEP = 500;

/** What one pass over everything wrapped has come to. */
export interface Rewrapped {
  /** Secrets and keys of subjects that were looked at. */
  readonly seen: number;
  /** Of these, wrapped anew now. */
  readonly rewrapped: number;
}

/**
 * Wraps under the master key that wraps now whatever stands under another one, in steps. It may be killed at any time and
 * begun again: what is done is passed over.
 * @param onProgress told after every step
 */
export async function rewrap(
  store: KeyStore,
  masterKey: MasterKey,
  onProgress: (done: Rewrapped) => void = () => undefined,
): Promise<Rewrapped> {
  let done: Rewrapped = { seen: 0, rewrapped: 0 };
  const add = (seen: number, rewrapped: number): void => {
    done = { seen: done.seen + seen, rewrapped: done.rewrapped + rewrapped };
    onProgress(done);
  };
  for (const [name, wrapped] of await store.secrets()) {
    const isDue = !isCheck(name) && !masterKey.isCurrent(wrapped, name);
    const anew = isDue && masterKey.wrap(masterKey.unwrap(wrapped, name), name);
    add(1, anew && (await store.replaceSecret(name, wrapped, anew)) ? 1 : 0);
  }
  for (let last = ''; ;) {
    const page = await store.subjectsAfter(last, SUBJECTS_A_STEP);
    const end = page.at(-1);
    if (!end) return done;
    const due = page.filter(({ subject, wrappedKey }) => !masterKey.isCurrent(wrappedKey, wrappedAs(subject)));
    const changes = due.map((from) => {
      const name = wrappedAs(from.subject);
      const wrappedKey = masterKey.wrap(masterKey.unwrap(from.wrappedKey, name), name);
      return { from, to: { pseudonym: from.pseudonym, wrappedKey } };
    });
    const rekeyed = await store.rekey(changes);
    add(page.length, rekeyed.filter((outcome) => outcome === 'done').length);
    last = end.subject;
  }
}
