import { execFileSync } from 'node:child_process';

/** Keeps some 100 MB and replaces them again and again; prints the most memory that was in use, in bytes. */
const PROGRAM = `
  const { boundHeapGrowth } = await import(process.argv[1]);
  boundHeapGrowth(Number(process.argv[2]));
  const kept = [];
  let most = 0;
  for (let made = 0; made < 40_000; made += 1) {
    kept[made % 1_500] = new Array(8_192).fill(made);
    if (made % 50 === 0) most = Math.max(most, process.memoryUsage().heapUsed);
  }
  console.log(most);
`;

/** The most memory of a process of its own, as the flag counts for all of one. */
function mostMemory(percent: number): number {
  const file = new URL('heap-growth.ts', import.meta.url).href;
  return Number(execFileSync(process.execPath, ['--input-type=module', '--eval', PROGRAM, file, String(percent)]));
}

describe('The memory of a process', () => {
  it('is collected whole before it has grown far, and later where that is left to Node', () => {
    expect(mostMemory(20)).toBeLessThan(0.75 * mostMemory(0));
  });
});
