import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatNumber, printTable } from '#terminal';
import type { Machine } from '../measure/machine.ts';
import type { Measurement, PartResult } from '../measure/result.ts';

const HEADER = ['what', 'measured', 'beside it', 'ratio', 'aim'];

/** Prints what was measured, for people. */
export function print({ part, measurements, skipped }: PartResult): void {
  if (skipped !== undefined) process.stdout.write(`SKIPPED ${part}: ${skipped}\n`);
  else printTable(HEADER, measurements.map(cells));
  for (const measurement of measurements) process.stdout.write(`${measurement.what}: ${detailsOf(measurement)}\n`);
}

/**
 * Saves what was measured, as JSON and as markdown, under the date of the measurement.
 * @returns the files
 */
export function save(directory: string, machine: Machine, results: readonly PartResult[]): readonly string[] {
  mkdirSync(directory, { recursive: true });
  const name = join(directory, machine.date.slice(0, 19).replaceAll(':', ''));
  writeFileSync(`${name}.json`, `${JSON.stringify({ machine, results }, null, 2)}\n`);
  writeFileSync(`${name}.md`, markdown(machine, results));
  return [`${name}.json`, `${name}.md`];
}

function markdown(machine: Machine, results: readonly PartResult[]): string {
  const measurements = results.flatMap((result) => result.measurements);
  const left = results.filter(({ skipped }) => skipped !== undefined);
  const line = (texts: readonly string[]): string => `| ${texts.join(' | ')} |`;
  const { cpu, cores, memoryGiB, system, node, sqlite, load, date } = machine;
  return [
    `${date.slice(0, 10)}; ${cpu}, ${cores} cores, ${memoryGiB} GiB; ${system}; Node ${node}, SQLite ${sqlite}; load`,
    `average before the measurement ${load}.`,
    '',
    line(HEADER),
    line(HEADER.map(() => '---')),
    ...measurements.map((measurement) => line(cells(measurement))),
    '',
    ...measurements.map((measurement) => `- ${measurement.what}: ${detailsOf(measurement)}`),
    ...left.map(({ part, skipped: why }) => `- Skipped ${part}: ${why ?? ''}`),
    '',
  ].join('\n');
}

function cells({ what, value, unit, beside, ratio, aim }: Measurement): string[] {
  return [
    what,
    `${formatNumber(value)} ${unit}`,
    beside ? `${formatNumber(beside.value)} (${beside.what})` : '',
    ratio === undefined ? '' : ratio.toFixed(2),
    aim ?? '',
  ];
}

function detailsOf({ details }: Measurement): string {
  return Object.entries(details)
    .map(([name, value]) => `${name} ${typeof value === 'object' ? value.map(formatNumber).join(' ') : String(value)}`)
    .join('; ');
}
