import { readFileSync } from 'node:fs';

/** One instruction of a Dockerfile, its lines joined. */
export interface Instruction {
  readonly keyword: string;
  /** What follows the keyword, options included. */
  readonly text: string;
}

export interface Stage {
  readonly image: string;
  readonly name: string;
  readonly instructions: readonly Instruction[];
}

/** What a COPY copies. */
export interface Copy {
  /** The stage it comes from; undefined for the build context. */
  readonly from: string | undefined;
  readonly sources: readonly string[];
  readonly target: string;
}

/** Reads the stages of a Dockerfile that uses neither ARG nor heredocs. */
export function readDockerfile(path: URL): readonly Stage[] {
  const lines = readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('#'))
    .join('\n')
    .replace(/\\\n\s*/g, ' ')
    .split('\n');
  const stages: { image: string; name: string; instructions: Instruction[] }[] = [];
  for (const line of lines) {
    const [, keyword = '', text = ''] = /^(\w+)\s+(.*)$/.exec(line) ?? [];
    const [, image, name] = keyword === 'FROM' ? (/^(\S+) AS (\S+)$/.exec(text) ?? []) : [];
    if (image !== undefined && name !== undefined) stages.push({ image, name, instructions: [] });
    else if (stages.length === 0 || keyword === '') throw new Error(`This is no instruction in a stage: ${line}`);
    else stages.at(-1)!.instructions.push({ keyword, text });
  }
  return stages;
}

/** The texts of all instructions of one kind. */
export function textsOf({ instructions }: Stage, keyword: string): readonly string[] {
  return instructions.filter((instruction) => instruction.keyword === keyword).map(({ text }) => text);
}

export function copiesOf(stage: Stage): readonly Copy[] {
  return textsOf(stage, 'COPY').map((text) => {
    const words = text.split(/\s+/);
    const from = words
      .find((word) => word.startsWith('--from='))
      ?.split('=')
      .at(1);
    const paths = words.filter((word) => !word.startsWith('--'));
    return { from, sources: paths.slice(0, -1), target: paths.at(-1) ?? '' };
  });
}

/** The variables that an image gives to its processes. */
export function environmentOf(stage: Stage): Readonly<Record<string, string>> {
  const pairs = textsOf(stage, 'ENV').flatMap((text) => text.trim().split(/\s+/));
  return Object.fromEntries(pairs.map((pair) => pair.split('=', 2) as [string, string]));
}

/** A command in its JSON form. */
export function wordsOf(text: string | undefined): readonly string[] {
  return JSON.parse(/\[.*\]$/.exec(text ?? '')?.[0] ?? '[]') as string[];
}
