import { productSettings } from '#composition';
import { printJson, printTable } from '#terminal';
import { readSettings, type Setting, type Variables } from '#use-cases';
import { settingsIn, usually } from '../documents/configuration-page.ts';
import { installationEnvironment, type InstallationOptions } from '../installation/installation-options.ts';

/** How one variable stands. */
interface Choice {
  readonly group: string;
  readonly variable: string;
  /** As it was set; of a secret only that it was. */
  readonly value: string;
  readonly isSet: boolean;
  readonly meaning: string;
}

/** Lists every variable with its present value, and names those that are wrong; then the exit code is 1. */
export function configuration({ json, ...options }: InstallationOptions & { readonly json?: boolean }): void {
  const environment = installationEnvironment(options);
  const choices = productSettings.flatMap((group) =>
    settingsIn(group).map((setting) => choiceOf(group.name, setting, environment)),
  );
  const wrong = productSettings.flatMap((group) => readSettings(group, environment).wrong);
  if (json) {
    printJson({ choices, wrong });
  } else {
    printTable(
      ['variable', 'value', 'set'],
      choices.map(({ variable, value, isSet }) => [variable, value, isSet ? 'yes' : '']),
    );
    for (const sentence of wrong) process.stderr.write(`${sentence}\n`);
  }
  if (wrong.length > 0) process.exitCode = 1;
}

function choiceOf(group: string, setting: Setting, environment: Variables): Choice {
  const { variable, description: meaning, isSecret = false } = setting;
  const text = environment[variable] ?? '';
  const isSet = text !== '';
  const given = isSecret ? '(secret)' : text;
  return { group, variable, value: isSet ? given : usually(setting), isSet, meaning };
}
