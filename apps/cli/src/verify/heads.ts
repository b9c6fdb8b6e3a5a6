import { writeFileSync } from 'node:fs';
import type { KeyObject } from 'node:crypto';
import { readHeadKey, readPublicKey } from '#composition';
import { isSigned, isSignedBy, parseHead, signHead, type LogHead, type SignedHead } from '#kernel/ports';
import type { Configuration } from '#platform';
import { readSmallFile, unusable } from '#store-embedded';
import { Failure } from '../failure.ts';

export type Head = LogHead | SignedHead;

/** Whether a head was signed by the key that was given. */
type Signature = 'holds' | 'wrong' | 'not signed' | 'not checked: no public key';

/** A head that the log is compared with. */
export interface ComparedHead {
  /** Kept with the log by the server, or given by whoever checks. */
  readonly from: 'log' | 'outside';
  /** What it is called in messages. */
  readonly name: string;
  readonly head: Head;
  readonly signature: Signature;
}

export function compared(
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

export function publicKeyOf(
  file: string | undefined,
  { headKey, dataDirectory }: Configuration,
): KeyObject | undefined {
  if (file !== undefined) return readPublicKey(file);
  return headKey === undefined ? undefined : readHeadKey(headKey, dataDirectory).publicKey;
}

/** A file of `--save`, or the line of the log output that has the head, as text or as JSON. */
export function readHead(file: string): Head {
  const text = readSmallFile(file);
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
export function saveHead(
  file: string,
  { logId, size, position, root, at }: LogHead,
  configuration: Configuration,
): void {
  const head = { logId, size, position, root, at };
  const { headKey, dataDirectory } = configuration;
  const saved = headKey === undefined ? head : signHead(head, readHeadKey(headKey, dataDirectory));
  try {
    writeFileSync(file, `${JSON.stringify(saved, null, 2)}\n`, { flag: 'wx' });
  } catch (error) {
    throw unusable(file, error);
  }
}
