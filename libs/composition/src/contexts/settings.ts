import { ConfigurationError, type Environment } from '#platform';
import { readSettings, type AnySettings, type CommandShell, type ContextDefinition } from '#use-cases';

/**
 * The choices of the installation, from the environment.
 * @returns a reader by group
 * @throws ConfigurationError naming every variable that is wrong
 */
export function settingsOf(contexts: readonly ContextDefinition[], environment: Environment): CommandShell['settings'] {
  const groups = contexts.flatMap(({ settings }) => settings);
  const read = groups.map((group) => [group, readSettings(group, environment)] as const);
  const wrong = read.flatMap(([, { wrong: sentences }]) => sentences);
  if (wrong.length > 0) throw new ConfigurationError(wrong);
  const values = new Map<AnySettings, unknown>(read.map(([group, { values: chosen }]) => [group, chosen]));
  return (group) => {
    if (!values.has(group)) throw new TypeError(`no context of this application has the settings ${group.name}`);
    return values.get(group) as never;
  };
}
