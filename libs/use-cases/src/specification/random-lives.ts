import { isDomainError } from '#kernel/domain';

/**
 * What was tried on a random life, and how often each kind of act was accepted.
 * @param today `yyyy-mm-dd`, by which acts are told
 */
export function actsTried(today: () => string) {
  const done: string[] = [];
  const accepted = new Map<string, number>();
  return {
    done,
    accepted,
    /** @returns whether the command was accepted */
    attempt: async (act: string, about: unknown, command: () => Promise<unknown>): Promise<boolean> => {
      const told = `${today()} ${act} ${JSON.stringify(about)}`;
      try {
        await command();
      } catch (refusal) {
        if (!isDomainError(refusal)) throw refusal;
        done.push(`${told}: ${refusal.code}`);
        return false;
      }
      done.push(told);
      accepted.set(act, (accepted.get(act) ?? 0) + 1);
      return true;
    },
  };
}

/** How a random life went: how often each kind of act was accepted, and what was done where it stands otherwise than by law. */
interface LifeTold {
  readonly accepted: ReadonlyMap<string, number>;
  readonly differing: readonly string[];
}

/** Lives from these seeds, one after the other: the kinds of act that were ever accepted, by name, and all that differs. */
export async function livesFrom(seeds: readonly number[], live: (seed: number) => Promise<LifeTold>) {
  const acts = new Set<string>();
  const differing: string[] = [];
  for (const seed of seeds) {
    const life = await live(seed);
    for (const act of life.accepted.keys()) acts.add(act);
    differing.push(...life.differing);
  }
  return { acts: [...acts].toSorted(), differing };
}
