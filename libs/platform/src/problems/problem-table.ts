import { declaredRefusals, type ContextDefinition } from '#use-cases';
import { ownProblems } from './own-problems.ts';
import { problemType, statusOfRefusal, titleOf } from './problem.ts';
import { systemProblems } from './system-problems.ts';

/** A kind of problem, as clients read about it. */
export interface ProblemEntry {
  readonly code: string;
  /** URI: the `type` of its documents. */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  /** What `detail` says; `{name}` stands for a fact. */
  readonly text: string;
  /** Seconds of the Retry-After header, where there is one. */
  readonly retryAfter?: number;
  /** Use cases and kinds of things that declare it; empty for what any request may meet. */
  readonly declaredBy: readonly string[];
}

type Kind = Pick<ProblemEntry, 'code' | 'status' | 'text'> & { readonly retryAfter?: number | undefined };

/** Every problem that the API answers with, by code: what use cases declare, and what the system itself refuses. */
export function problemTable(contexts: readonly ContextDefinition[]): readonly ProblemEntry[] {
  const table = new Map<string, ProblemEntry>();
  const add = ({ code, status, text, retryAfter }: Kind, by: readonly string[]): void => {
    const declaredBy = [...new Set([...(table.get(code)?.declaredBy ?? []), ...by])];
    const entry = { code, type: problemType(code), title: titleOf(code), status, text, declaredBy };
    table.set(code, retryAfter === undefined ? entry : { ...entry, retryAfter });
  };
  for (const [code, problem] of Object.entries(ownProblems)) add({ code, ...problem }, []);
  for (const [code, { detail: text, ...problem }] of Object.entries(systemProblems))
    add({ code, text, ...problem }, []);
  for (const { refusal, by } of declaredRefusals(contexts)) {
    add({ ...refusal, status: statusOfRefusal[refusal.kind] }, [by]);
  }
  return [...table.values()].sort((one, other) => (one.code < other.code ? -1 : 1));
}
