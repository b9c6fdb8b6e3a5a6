import { productSettings } from '#composition';
import type { AnySettings, Setting } from '#use-cases';

const HEAD = `# Configuration

Made from the declarations of the settings by \`npm run docs:write\`. All of it comes from environment variables, which are
checked at the start; all that are wrong are named at once, with what is expected. \`rete-punti configuration\` lists them
with their present values.
`;

/** The settings of a group, in the order of their declaration. */
export function settingsIn({ settings }: AnySettings): readonly Setting[] {
  return Object.values(settings as Readonly<Record<string, Setting>>);
}

/** What holds when a variable is not set. */
export function usually({ fallback, usual }: Setting): string {
  if (usual !== undefined) return usual;
  if (fallback === undefined) return '';
  return typeof fallback === 'string' ? fallback : JSON.stringify(fallback);
}

/** `docs/configuration.md`. */
export function configurationPage(): string {
  const sections = productSettings.map((group) => {
    const lines = settingsIn(group).map((setting) => {
      const { variable, description, unit, expected } = setting;
      const range = unit === undefined ? expected : `${expected}, in ${unit}`;
      return `| \`${variable}\` | ${description} | ${range} | ${usually(setting)} |`;
    });
    return [
      `## ${group.name}`,
      '',
      '| variable | meaning | value | when not set |',
      '|---|---|---|---|',
      ...lines,
      '',
    ].join('\n');
  });
  return [HEAD, ...sections].join('\n');
}
