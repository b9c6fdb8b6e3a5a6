import { randomBytes } from 'node:crypto';
import type { KeyStore, SecretBox } from '#kernel/ports';
import { KEY_BYTES } from './cipher.ts';
import { LATER_PEPPERS, PepperState, storedPeppers, type PepperPhase, type StoredPeppers } from './pepper-state.ts';

/** Subjects of one step: a transaction of some milliseconds, between which others write. */
const SUBJECTS_A_STEP = 500;

/** What a rotation has come to. */
export interface Moved {
  /** Pseudonyms that were looked at in the last pass. */
  readonly seen: number;
  readonly moved: number;
  /** Rows whose person has another one: left by a registration that was interrupted, and found by nobody. */
  readonly leftOver: number;
}

interface Rotation {
  readonly store: KeyStore;
  readonly box: SecretBox;
  /** Resolves when every process has read the store again. */
  readonly knownEverywhere: () => Promise<unknown>;
}

/**
 * Puts every pseudonym under a new pepper, in steps and without a codice fiscale. It may be killed at any time, and goes on
 * where it was when it is called again; where nothing is under way it begins (decision 23).
 */
export async function rotatePepper({ store, box, knownEverywhere }: Rotation): Promise<Moved> {
  const began = await step(store, box, 'settled', ({ later }) => ({
    later: [...later, randomBytes(KEY_BYTES).toString('base64')],
    phase: 'announced',
  }));
  const go = (from: PepperPhase, phase: PepperPhase): Promise<unknown> =>
    // Another command may have ended this rotation and begun the next.
    step(store, box, from, (peppers) =>
      peppers.later.length === began.later.length ? { ...peppers, phase } : peppers,
    );
  // Nobody may add a person under the old pepper without looking under the new one, before anybody stands there.
  await knownEverywhere();
  await go('announced', 'moving');
  let done = await moveAll(store, box);
  for (let isLeft = true; isLeft;) {
    // Whoever was adding somebody meanwhile has settled that.
    await knownEverywhere();
    const next = await moveAll(store, box);
    isLeft = next.moved > 0;
    done = { ...next, moved: done.moved + next.moved };
  }
  await go('moving', 'settled');
  return done;
}

/** Goes from one phase to the next, unless it is another already. */
async function step(
  store: KeyStore,
  box: SecretBox,
  from: PepperPhase,
  change: (peppers: StoredPeppers) => StoredPeppers,
): Promise<StoredPeppers> {
  for (;;) {
    const bytes = (await store.secrets()).get(LATER_PEPPERS);
    const peppers = storedPeppers(bytes, box);
    if (peppers.phase !== from) return peppers;
    const changed = change(peppers);
    const wrapped = box.wrap(Buffer.from(JSON.stringify(changed)), LATER_PEPPERS);
    if (await store.replaceSecret(LATER_PEPPERS, bytes, wrapped)) return changed;
  }
}

async function moveAll(store: KeyStore, box: SecretBox): Promise<Moved> {
  const state = PepperState.read(await store.secrets(), box);
  let [seen, moved, leftOver] = [0, 0, 0];
  for (let last = ''; ;) {
    const page = await store.subjectsAfter(last, SUBJECTS_A_STEP);
    const end = page.at(-1);
    if (!end) return { seen, moved, leftOver };
    const changes = page.flatMap((from) => {
      const pseudonym = state.moved(from.pseudonym);
      return pseudonym === from.pseudonym ? [] : [{ from, to: { pseudonym, wrappedKey: from.wrappedKey } }];
    });
    const outcomes = await store.rekey(changes);
    seen += page.length;
    // What was changed meanwhile, by a rotation of the master key for example, is moved at the next pass.
    moved += outcomes.filter((outcome) => outcome !== 'taken').length;
    leftOver += outcomes.filter((outcome) => outcome === 'taken').length;
    last = end.subject;
  }
}
