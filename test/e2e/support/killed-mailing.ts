import { join } from 'node:path';
import { openStoresToRead } from '#composition';
import { readConfiguration } from '#platform';
import { Mailbox } from '../../servers/mailbox.ts';
import { eventsOf } from './log.ts';
import { startProgram } from './processes.ts';

/** How a program that sends mail ended, and the points at which it may be killed, each with what it was about to write. */
export interface Mailed {
  readonly killed: boolean;
  readonly points: readonly string[];
}

/** Runs a program that sends mail over a directory, to a mail server at a port, and kills it at a point; 0 for never. */
export type RunMailing = (directory: string, port: number, at?: number) => Promise<Mailed>;

/**
 * @param path of the program, from the root
 * @param more what it is told beside directory, port and point
 */
export function mailingBy(path: string, ...more: readonly string[]): RunMailing {
  return async (directory, port, at = 0) => {
    const program = startProgram(path, [directory, String(port), String(at), ...more]);
    const { code, signal, stdout, stderr } = await program.ended;
    if (code !== 0 && signal !== 'SIGKILL') throw new Error(`it ended with ${String(code)}: ${stderr}`);
    return { killed: signal === 'SIGKILL', points: stdout.match(/^point .*$/gm) ?? [] };
  };
}

/** The points of a program that nobody kills. */
export async function pointsOf(run: RunMailing, directory: string): Promise<readonly string[]> {
  const mailbox = new Mailbox();
  const { points } = await run(directory, await mailbox.listen());
  await mailbox.close();
  return points;
}

/** Message-IDs of the mails that the log says the mail server has accepted. */
export async function recordedIn(directory: string): Promise<string[]> {
  const stores = await openStoresToRead(readConfiguration({ RETE_PUNTI_DATA: directory }));
  try {
    const events = await eventsOf(stores.eventStore);
    return events
      .filter(({ type }) => type === 'MailAccepted')
      .map(({ data }) => (data as { readonly messageId: string }).messageId);
  } finally {
    await stores.close();
  }
}

interface Killed {
  readonly run: RunMailing;
  /** The points at which it is killed, one after another. */
  readonly points: readonly string[];
  /** The first of them is the one at which this event is written. */
  readonly from: string;
  /** Each point has a directory of its own below it. */
  readonly root: string;
  /** How many mails it sends. */
  readonly mails: number;
}

/**
 * Specifies that a program which is killed at each point, and run again, leaves exactly one mail of each message in the
 * mailbox, save of the one that was accepted and not yet recorded: and that this was met.
 */
export async function expectMailsOnce({ run, points, from, root, mails }: Killed): Promise<void> {
  const first = points.findIndex((point) => point.includes(from)) + 1;
  let windows = 0;
  expect(first).toBeGreaterThan(0);

  for (let at = first; at <= points.length; at += 1) {
    const mailbox = new Mailbox();
    const port = await mailbox.listen();
    const directory = join(root, `point-${String(at)}`);
    const { killed } = await run(directory, port, at);
    const recorded = new Set(await recordedIn(directory));
    const inWindow = [...mailbox.times().keys()].filter((messageId) => !recorded.has(messageId));
    expect(inWindow.length).toBeLessThanOrEqual(1);
    if (killed) windows += inWindow.length;

    await run(directory, port);

    const all = await recordedIn(directory);
    expect(all).toHaveLength(mails);
    const expected = new Map(all.map((messageId) => [messageId, inWindow.includes(messageId) ? 2 : 1]));
    expect(mailbox.times()).toEqual(expected);
    await mailbox.close();
  }
  // The window was met: the server had accepted, and the process died before it could write that down.
  expect(windows).toBeGreaterThan(0);
}
