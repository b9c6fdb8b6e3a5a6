import { makeHeadKey } from '#composition';
import { printJson } from '#terminal';
import { configurationOf } from '../installation/configuration-of.ts';
import type { InstallationOptions } from '../installation/installation-options.ts';

export interface HeadKeyOptions extends InstallationOptions {
  readonly into: string;
  readonly json?: boolean;
}

/** Makes the key that heads of the log are signed with, away from the log. */
export function headKey({ into, json, ...options }: HeadKeyOptions): void {
  const { publicFile, fingerprint } = makeHeadKey(into, configurationOf(options).dataDirectory);
  if (json) printJson({ privateKey: into, publicKey: publicFile, fingerprint });
  else {
    process.stdout.write(
      `The private key is in ${into}, the public one in ${publicFile} (fingerprint ${fingerprint}).\n` +
        `Start the server with RETE_PUNTI_HEAD_KEY=${into}; give the public key to whoever checks the log.\n`,
    );
  }
}
