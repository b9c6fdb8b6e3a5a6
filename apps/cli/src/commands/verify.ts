import type { KeyObject } from 'node:crypto';
import { openLogToCheck, type CheckableLog } from '#composition';
import { isSystemError, toTimestamp } from '#kernel/domain';
import { checkLog, consistencyProof, isSigned, type LogCheck, type LogFinding, type LogTree } from '#kernel/ports';
import { LogProgress, printJson } from '#terminal';
import { existingInstallation } from '../installation/existing-installation.ts';
import type { InstallationOptions } from '../installation/installation-options.ts';
import { using } from '../installation/using.ts';
import { compared, publicKeyOf, readHead, saveHead, type ComparedHead, type Head } from '../verify/heads.ts';
import { printMutilated, printVerified, type Verified } from '../verify/print-verified.ts';

export interface VerifyOptions extends InstallationOptions {
  readonly against?: string;
  readonly save?: string;
  readonly publicKey?: string;
  readonly json?: boolean;
}

/** For scripts: 1 is that the log could not be checked. */
const CHANGED_EXIT_CODE = 2;

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
  try {
    await using(openLogToCheck(configuration), async ({ store }) => {
      const verified = await check(store, { given, publicKey });
      if (save !== undefined && verified.result !== 'changed') saveHead(save, verified, configuration);
      if (json) printJson(verified);
      else printVerified(verified, save);
      if (verified.result === 'changed') process.exitCode = CHANGED_EXIT_CODE;
    });
  } catch (error) {
    // So much of it is gone that nothing else can be looked at, which is a finding all the same.
    if (!isSystemError(error, 'LOG_CHANGED')) throw error;
    printMutilated(error.message, json);
    process.exitCode = CHANGED_EXIT_CODE;
  }
}

interface Known {
  readonly given: ComparedHead | undefined;
  readonly publicKey: KeyObject | undefined;
}

async function check({ log, tree, places }: CheckableLog, { given, publicKey }: Known): Promise<Verified> {
  // Before the log is read: a head that is kept meanwhile may stand for more than is read.
  const { kept, findings: ofTree } = tree ? lookAtTree(tree, { given, publicKey }) : NO_TREE;
  const heads = [
    ...(kept ? [compared('log', kept, publicKey, 'the head that is kept with the log')] : []),
    ...(given ? [given] : []),
  ];
  const known = heads.map(({ name, head }) => ({ ...head, name }));
  const hasTree = tree?.standing() === 'kept';
  const progress = new LogProgress('the log', await log.head());
  const checked = await checkLog(places(), {
    ...{ heads: known, hasTree },
    onProgress: (done) => {
      progress.update(done);
    },
  }).finally(() => {
    progress.stop();
  });
  const { size, position, root, events } = checked;
  const ofHeads = unsigned(heads, publicKey, tree !== undefined && size > 0);
  const findings = [...ofTree, ...ofHeads, ...checked.findings];
  const found = checked.found + findings.length - checked.findings.length;
  const isCompared = tree !== undefined || given !== undefined;
  const proof = found === 0 && tree && given ? proofOf(tree, given.head, checked) : undefined;
  return {
    result: found > 0 ? 'changed' : isCompared ? 'whole' : 'nothing to compare with',
    ...{ logId: await log.logId(), size, position, root, at: toTimestamp(Date.now()), events },
    ...{ hasTree, heads, findings, found },
    ...(proof ? { consistencyProof: proof } : {}),
  };
}

interface LookAtTree {
  readonly kept?: Head | undefined;
  readonly findings: readonly LogFinding[];
}

const NO_TREE: LookAtTree = { findings: [] };

/**
 * A log whose leaves are owed says so itself, as whoever may write it can make it say. A head stands for leaves that were
 * there; and where somebody asks for signatures, a log is refused that no server can have signed.
 * @throws SystemError STORE_UNAVAILABLE where the leaves are owed, and nothing tells otherwise
 */
function lookAtTree(tree: LogTree, { given, publicKey }: Known): LookAtTree {
  const standing = tree.standing();
  const hadLeaves = given !== undefined && given.head.size > 0;
  if (standing === 'owed' && !publicKey && !hadLeaves) tree.head();
  const findings: LogFinding[] = [];
  if (standing === 'lost' || (standing === 'owed' && hadLeaves)) {
    const message =
      'the tree that was kept with the events is gone, or a part of it: the events are compared with heads alone';
    findings.push({ code: 'TREE_MISSING', message });
  }
  try {
    return { kept: tree.keptHead(), findings };
  } catch (error) {
    if (!isSystemError(error, 'LOG_CHANGED')) throw error;
    return { findings: [...findings, { code: 'HEAD_MISSING', message: error.message }] };
  }
}

function proofOf(tree: NonNullable<CheckableLog['tree']>, { size }: Head, checked: LogCheck): string[] | undefined {
  if (size === 0) return undefined;
  return consistencyProof(size, checked.size, tree.readNode).map((hash) => Buffer.from(hash).toString('hex'));
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
