import type { CommandOrigin } from '../commands/command-origin.ts';

/**
 * Carries out a command that a process manager wants, found by its name.
 * @param data the command's JSON payload
 * @param origin its id, its causes, and the policy that gives it
 * @throws whatever its handler throws
 */
export type Dispatch = (name: string, data: unknown, origin: CommandOrigin) => Promise<void>;
