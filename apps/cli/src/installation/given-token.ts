import { readSmallFile } from '#store-embedded';
import { Failure } from '../failure.ts';

/** Holds the token of a command that talks to a server. Arguments are seen by everybody in the process list. */
export const TOKEN_VARIABLE = 'RETE_PUNTI_TOKEN';

/**
 * The token that a command was given, in a file or else in the variable.
 * @throws Failure when the file cannot be read, or is empty
 */
export function givenToken(file: string | undefined): string | undefined {
  const token = (file === undefined ? process.env[TOKEN_VARIABLE] : readToken(file))?.trim();
  if (token !== undefined && token !== '') return token;
  if (file === undefined) return undefined;
  throw new Failure(`The token file ${file} is empty: put a bearer token in it.`);
}

function readToken(file: string): string {
  try {
    return readSmallFile(file);
  } catch (error) {
    throw new Failure(`The token file ${file} cannot be read: ${(error as Error).message}.`);
  }
}
