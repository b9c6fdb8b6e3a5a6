import { Option, type Command } from 'commander';
import type { Environment } from '#platform';

/** Which installation a command is about, as options of the command line say it. */
export interface InstallationOptions {
  readonly data?: string;
  readonly mode?: string;
  readonly eventstoredb?: string;
  readonly mongodb?: string;
  readonly installation?: string;
}

const VARIABLES: Readonly<Record<keyof InstallationOptions, string>> = {
  data: 'RETE_PUNTI_DATA',
  mode: 'RETE_PUNTI_MODE',
  eventstoredb: 'RETE_PUNTI_EVENTSTOREDB',
  mongodb: 'RETE_PUNTI_MONGODB',
  installation: 'RETE_PUNTI_INSTALLATION',
};

/** Adds the options of the clustered mode to a command. */
export function withClusterOptions(command: Command): Command {
  return command
    .addOption(new Option('--mode <mode>', 'how it is installed (default embedded)').choices(['embedded', 'clustered']))
    .option('--eventstoredb <url>', 'connection string of the log, clustered')
    .option('--mongodb <url>', 'connection string of read models, work and keys, clustered')
    .option('--installation <name>', 'its name on these servers (default rete-punti)');
}

/** The environment, overruled by what the command line says. */
export function installationEnvironment(options: InstallationOptions): Environment {
  const environment: Record<string, string | undefined> = { ...process.env };
  for (const [option, variable] of Object.entries(VARIABLES)) {
    const value = options[option as keyof InstallationOptions];
    if (value !== undefined) environment[variable] = value;
  }
  return environment;
}
