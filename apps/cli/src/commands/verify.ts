import { readFileSync, writeFileSync } from 'node:fs';
import type { KeyObject } from 'node:crypto';
import { openLogToCheck, readHeadKey, readPublicKey, type CheckableLog } from '#composition';
import { toTimestamp } from '#kernel/domain';
import {
  checkLog,
  consistencyProof,
  isSigned,
  isSignedBy,
  parseHead,
  signHead,
  type LogCheck,
  type LogFinding,
  type LogHead,
  type SignedHead,
} from '#kernel/ports';
import type { Configuration } from '#platform';
import { unusable } from '#store-embedded';
import { formatNumber, LogProgress, printJson, printTable } from '#terminal';
import { Failure } from '../failure.ts';
import { existingInstallation } from '../installation/existing-installation.ts';
import type { InstallationOptions } from '../installation/installation-options.ts';
import { using } from '../installation/using.ts';

export interface VerifyOptions extends InstallationOptions {
  readonly against?: string;
  readonly save?: string;
  readonly publicKey?: string;
  readonly json?: boolean;
}

/** For scripts: 1 is that the log could not be checked. */
const CHANGED_EXIT_CODE = 2;

type Head = LogHead | SignedHead;

/** Whether a head was signed by the key that was given. */
type Signature = 'holds' | 'wrong' | 'not signed' | 'not checked: no public key';

interface ComparedHead {
  /** Kept with the log by the server, or given by whoever checks. */
  readonly from: 'log' | 'outside';
  /** What it is called in messages. */
  readonly name: string;
  readonly head: Head;
  readonly signature: Signature;
}

/** What the check came to, as `--json` prints it. */
interface Verified extends LogHead {
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

/**
 * Reads the whole log, beside a running server, and tells whether it is as it was written. Where the log keeps a tree,
 * each event is compared with its leaf; the tree is compared with the head that the server signed last, and with one that
 * was saved elsewhere. Without a head that was signed, or kept elsewhere, whoever can write the log could have edited an
 * event and made the tree anew: that is said.
 */
export async function verify(options: VerifyOptions): Promise<void> {
  const { against, save, json, publicKey: publicKeyFile, ...installation } = options;
  const configuration = existingInstallation(installation, { needs: 'log' });
  const publicKey = publicKeyOf(publicKeyFile, configuration);
  const given = against === undefined ? undefined : compared('outside', readHead(against), publicKey, against);
  await using(openLogToCheck(configuration), async ({ store }) => {
    const verified = await check(store, { given, publicKey });
    if (save !== undefined && verified.result !== 'changed') saveHead(save, verified, configuration);
    if (json) printJson(verified);
    else print(verified, save);
    if (verified.result === 'changed') process.exitCode = CHANGED_EXIT_CODE;
  });
}

interface Known {
  readonly given: ComparedHead | undefined;
  readonly publicKey: KeyObject | undefined;
}

async function check({ log, tree, places }: CheckableLog, { given, publicKey }: Known): Promise<Verified> {
  // Before the log is read: a head that is kept meanwhile may stand for more than is read.
  const kept = tree?.keptHead();
  const heads = [
    ...(kept ? [compared('log', kept, publicKey, 'the head that is kept with the log')] : []),
    ...(given ? [given] : []),
  ];
  const known = heads.map(({ name, head }) => ({ ...head, name }));
  const progress = new LogProgress('the log', await log.head());
  const checked = await checkLog(places(), {
    ...{ heads: known, hasTree: tree !== undefined },
    onProgress: (done) => {
      progress.update(done);
    },
  }).finally(() => {
    progress.stop();
  });
  const { size, position, root, events } = checked;
  const findings = [...unsigned(heads, publicKey, tree !== undefined && size > 0), ...checked.findings];
  const found = checked.found + findings.length - checked.findings.length;
  const isCompared = tree !== undefined || given !== undefined;
  const proof = found === 0 && tree && given ? proofOf(tree, given.head, checked) : undefined;
  return {
    result: found > 0 ? 'changed' : isCompared ? 'whole' : 'nothing to compare with',
    ...{ logId: await log.logId(), size, position, root, at: toTimestamp(Date.now()), events },
    ...{ hasTree: tree !== undefined, heads, findings, found },
    ...(proof ? { consistencyProof: proof } : {}),
  };
}

function proofOf(tree: NonNullable<CheckableLog['tree']>, { size }: Head, checked: LogCheck): string[] | undefined {
  if (size === 0) return undefined;
  return consistencyProof(size, checked.size, tree.readNode).map((hash) => Buffer.from(hash).toString('hex'));
}

function compared(
  from: ComparedHead['from'],
  head: Head,
  publicKey: KeyObject | undefined,
  name: string,
): ComparedHead {
  return { from, name, head, signature: signatureOf(head, publicKey) };
}

function signatureOf(head: Head, publicKey: KeyObject | undefined): Signature {
  if (!isSigned(head)) return 'not signed';
  if (!publicKey) return 'not checked: no public key';
  return isSignedBy(head, publicKey) ? 'holds' : 'wrong';
}

/** Where somebody asks for signatures by a key, one that is missing is as wrong as one that does not hold. */
function unsigned(heads: readonly ComparedHead[], publicKey: KeyObject | undefined, hasTree: boolean): LogFinding[] {
  const wrong = heads
    .filter(({ signature }) => signature === 'wrong')
    .map(({ name }): LogFinding => ({
      code: 'SIGNATURE_WRONG',
      message: `${name} was not signed with the key that was given`,
    }));
  if (!publicKey || heads.some(({ head }) => isSigned(head)) || !hasTree) return wrong;
  const message =
    'no head is kept with the log, though a key was given: it was removed, or no server has started with the key';
  return [...wrong, { code: 'HEAD_MISSING', message }];
}

function publicKeyOf(file: string | undefined, { headKey, dataDirectory }: Configuration): KeyObject | undefined {
  if (file !== undefined) return readPublicKey(file);
  return headKey === undefined ? undefined : readHeadKey(headKey, dataDirectory).publicKey;
}

/** A file of `--save`, or the line of the log output that has the head, as text or as JSON. */
function readHead(file: string): Head {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw unusable(file, error);
  }
  const head = parseHead(jsonOf(text)) ?? parseHead(jsonOf(objectIn(messageOfLine(text))));
  if (!head) {
    throw new Failure(`${file} holds no head of a log: give a file that "rete-punti verify --save" has written.`);
  }
  return head;
}

function messageOfLine(text: string): string {
  const line = jsonOf(text);
  return typeof line === 'object' && line !== null && 'message' in line ? String(line.message) : text;
}

/** The JSON of a head has no object in it. */
function objectIn(text: string): string {
  return /\{[^{}]*\}/.exec(text)?.[0] ?? '';
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Never over another: one that was saved before is what to compare with. */
function saveHead(file: string, { logId, size, position, root, at }: Verified, configuration: Configuration): void {
  const head = { logId, size, position, root, at };
  const { headKey, dataDirectory } = configuration;
  const saved = headKey === undefined ? head : signHead(head, readHeadKey(headKey, dataDirectory));
  try {
    writeFileSync(file, `${JSON.stringify(saved, null, 2)}\n`, { flag: 'wx' });
  } catch (error) {
    throw unusable(file, error);
  }
}

function print(verified: Verified, saved: string | undefined): void {
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
