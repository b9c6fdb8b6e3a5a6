import type { LogFinding, LogHead } from '#kernel/ports';
import { formatNumber, printJson, printTable } from '#terminal';
import type { ComparedHead } from './heads.ts';

/** What the check came to, as `--json` prints it. */
export interface Verified extends LogHead {
  readonly result: 'whole' | 'changed' | 'nothing to compare with';
  readonly events: number;
  /** Whether the log keeps a tree that each event was compared with. */
  readonly hasTree: boolean;
  readonly heads: readonly ComparedHead[];
  readonly findings: readonly LogFinding[];
  readonly found: number;
  /** Hashes in hexadecimal: shows whoever has the head of `--against` that this one goes on from it (RFC 6962, 2.1.2). */
  readonly consistencyProof?: readonly string[];
}

/** Prints that a part of the log is gone without which nothing could be compared. */
export function printMutilated(message: string, json = false): void {
  const finding: LogFinding = { code: 'LOG_CHANGED', message };
  if (json) printJson({ result: 'changed', findings: [finding], found: 1 } satisfies Partial<Verified>);
  else process.stdout.write(`CHANGED: ${message}.\n`);
}

/** Prints it for people. */
export function printVerified(verified: Verified, saved: string | undefined): void {
  const { result, events, position, root, heads, findings, found, logId } = verified;
  const lines = [`${formatNumber(events)} events up to position ${position}; root of the tree over them: ${root}`];
  for (const { name, head, signature } of heads) {
    lines.push(`${name}: ${formatNumber(head.size)} events, of ${head.at}; signature: ${signature}`);
    if (head.logId !== logId)
      lines.push(`  it was made before the log was put back from a backup (it was ${head.logId})`);
  }
  process.stdout.write(`${lines.join('\n')}\n`);
  if (findings.length > 0) {
    printTable(
      ['finding', 'what'],
      findings.map(({ code, message }) => [code, message]),
    );
  }
  process.stdout.write(`${conclusionOf(verified, result, found)}\n`);
  if (saved !== undefined && result !== 'changed')
    process.stdout.write(`The head of now is in ${saved}: keep it elsewhere.\n`);
}

function conclusionOf({ heads, hasTree }: Verified, result: Verified['result'], found: number): string {
  if (result === 'changed') {
    return `CHANGED: ${formatNumber(found)} findings. Stop the server, keep a copy of the log as it is, and restore a backup.`;
  }
  if (result === 'nothing to compare with') {
    return 'NOTHING TO COMPARE WITH: EventStoreDB keeps no tree. Save this head (--save) and compare with it later (--against).';
  }
  if (heads.some(({ signature }) => signature === 'holds')) return 'WHOLE: the log is as it was written.';
  if (heads.some(({ from }) => from === 'outside'))
    return `WHOLE: the log goes on from the head that was given${hasTree ? ', and fits its tree' : ''}.`;
  return (
    'WHOLE as far as the log itself can tell. No signature was checked: whoever can write the log could have edited it and ' +
    'made its tree anew. Give the server a key (rete-punti head-key), or compare with a head kept elsewhere (--against).'
  );
}
