import { deepStrictEqual, fail } from 'node:assert';
import { isDomainError, type Facts } from '../errors.ts';

/** The time that specifications decide at unless they say otherwise: 2 March 2026, 09:00 in Rome. */
export const SPEC_NOW = Date.parse('2026-03-02T08:00:00Z');

/** Command id that specifications use unless they say otherwise. */
export const SPEC_COMMAND_ID = '00000000-0000-5000-8000-000000000001';

/** A decision is refused with this code, and with these facts if given (others may stand beside them). */
export function expectRefusal(decide: () => unknown, code: string, facts: Facts | undefined): void {
  let decided: unknown;
  try {
    decided = decide();
  } catch (error) {
    if (!isDomainError(error)) throw error;
    deepStrictEqual(error.code, code);
    for (const [name, value] of Object.entries(facts ?? {})) deepStrictEqual(asJson(error.facts[name]), asJson(value));
    return;
  }
  fail(`expected refusal ${code}, got ${JSON.stringify(decided)}`);
}

/** As the log would hold it: what is undefined is absent. */
export function asJson(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}
