import { contexts } from '#composition';
import type { PublishedType } from '#use-cases';

const HEAD = `# What is published, field by field

<!-- Written by \`npm run docs:write\` from the declarations; do not edit it. -->

Every published event, with each of its fields and where that comes from: the domain event, and the path in its payload. Nothing
else leaves. Beside the fields stand those of the envelope: id (place in the log), subject (the thing, as named below), time (when
it was recorded), legaldate (its day in law, where it has one) and sequence (place in the stream of the thing).
`;

/** All that the contexts publish. */
export function publishedTypes(): readonly PublishedType[] {
  return contexts.flatMap(({ publishes }) => publishes);
}

/** `docs/domain/published-events.md`. */
export function publishedPage(): string {
  return [HEAD, ...publishedTypes().map(section)].join('\n');
}

function section({ name, about, schema, made }: PublishedType): string {
  const lines = Object.keys(schema.properties).flatMap((field) => {
    const origins = made.map(
      ({ definition, fields }) => `\`${definition.type}\`: ${fields[field]?.origin ?? 'absent'}`,
    );
    const need = schema.required?.includes(field) ? '' : ' (may be absent)';
    return [`| \`${field}\`${need} | ${origins.join('<br>')} |`];
  });
  const subjects = made.map(({ definition, thing }) => `\`${definition.type}\`: ${thing.origin}`).join('<br>');
  const table = ['| field | comes from |', '|---|---|', `| subject | ${subjects} |`, ...lines];
  return [`## ${name}`, '', about, '', ...table, ''].join('\n');
}
