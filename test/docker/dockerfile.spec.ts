import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DOCKER } from './support/compose-file.ts';
import { copiesOf, environmentOf, readDockerfile, textsOf, wordsOf } from './support/dockerfile.ts';

const ROOT = new URL('../', DOCKER);
const read = (path: string): string => readFileSync(new URL(path, ROOT), 'utf8');
const stages = readDockerfile(new URL('Dockerfile', DOCKER));
const image = stages.at(-1)!;

/** The source of a file in dist, from which the build makes it. */
const sourceOf = (path: string): string => path.replace(/^dist\//, '').replace(/\.js$/, '.ts');

describe('the Dockerfile', () => {
  it('takes the Node that the project is developed with', () => {
    for (const { image: base } of stages) expect(base).toBe(`node:${read('.node-version').trim()}-slim`);
  });

  it('copies what there is, from the project or from a stage before', () => {
    const before = new Set<string | undefined>([undefined]);
    for (const stage of stages) {
      for (const { from, sources } of copiesOf(stage)) {
        expect(before).toContain(from);
        if (from !== undefined) continue;
        for (const source of sources) expect([source, existsSync(new URL(source, ROOT))]).toEqual([source, true]);
      }
      before.add(stage.name);
    }
  });

  it('copies all that the build reads', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: { build: string } };
    const { compilerOptions } = JSON.parse(read('nest-cli.json')) as { compilerOptions: { tsConfigPath: string } };
    const { extends: base, include } = JSON.parse(read(compilerOptions.tsConfigPath)) as {
      extends: string;
      include: string[];
    };
    const tool = /node (tools)\//.exec(scripts.build)?.[1];
    const needed = ['nest-cli.json', compilerOptions.tsConfigPath, base.replace('./', ''), tool];
    const folders = include.map((pattern) => pattern.split('/')[0]);
    const copied = copiesOf(stages.find(({ name }) => name === 'build')!).flatMap(({ sources }) => sources);

    expect(copied).toEqual(expect.arrayContaining([...needed, ...folders]));
  });

  it('leaves what only developers need out of what runs', () => {
    const dependencies = stages.find(({ name }) => name === 'dependencies')!;

    expect(copiesOf(image).find(({ target }) => target === './node_modules')?.from).toBe('dependencies');
    expect(textsOf(dependencies, 'RUN')).toEqual([expect.stringMatching(/^npm ci --omit=dev /)]);
  });

  it('has in the image what the program reads: its manifest, its packages, its build and its launcher', () => {
    const copied = copiesOf(image).flatMap(({ sources }) => sources);

    expect(copied).toEqual(expect.arrayContaining(['package.json', '/build/node_modules', '/build/dist', 'bin']));
  });

  it('runs as a user who is not root, and whom orchestrators know by number', () => {
    const users = textsOf(image, 'USER');

    expect(users).toEqual([expect.stringMatching(/^[1-9]\d*:[1-9]\d*$/)]);
    // Files copied after it would not belong to that user either, but commands would run as it.
    const keywords = image.instructions.map(({ keyword }) => keyword);
    expect(keywords.lastIndexOf('RUN')).toBeLessThan(keywords.indexOf('USER'));
  });

  it('keeps what it writes in the one directory that is made for it', () => {
    expect(environmentOf(image)).toMatchObject({ NODE_ENV: 'production', RETE_PUNTI_DATA: '/data' });
    expect(textsOf(image, 'RUN')).toEqual([expect.stringMatching(/--owner=node .* \/data$/)]);
  });

  it('starts the server, and names the worker and the command line, which are there once it is built', () => {
    const named = [...read('docker/Dockerfile').matchAll(/^#.*docker run rete-punti (\S+\.m?js)/gm)].map(
      ([, path]) => path!,
    );

    expect(wordsOf(textsOf(image, 'ENTRYPOINT')[0])).toEqual(['node']);
    expect(wordsOf(textsOf(image, 'CMD')[0])).toEqual(['dist/apps/api/src/main.js']);
    expect(named).toEqual(['dist/apps/worker/src/main.js', 'bin/rete-punti.mjs']);
    for (const path of ['dist/apps/api/src/main.js', ...named]) {
      expect([path, existsSync(new URL(sourceOf(path), ROOT))]).toEqual([path, true]);
    }
  });
});

describe('the health check of the image', () => {
  const [program, ...words] = wordsOf(textsOf(image, 'HEALTHCHECK')[0]);
  let server: Server | undefined;
  afterEach(() => server?.close());

  /** Serves one answer, and returns the exit code of the health check that asks there. */
  const askOf = async (answer: number | undefined): Promise<number> => {
    const asked: string[] = [];
    server = createServer(({ url = '' }, response) => {
      asked.push(url);
      response.writeHead(answer ?? 500, { connection: 'close' }).end();
    });
    await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    if (answer === undefined) await new Promise((resolve) => server!.close(resolve));
    const here = words.map((word) => word.replace('127.0.0.1:3000', `127.0.0.1:${port}`));
    const code = await new Promise<number>((resolve) => {
      execFile(process.execPath, here, (error) => resolve(error ? Number(error.code) : 0));
    });
    expect(asked).toEqual(answer === undefined ? [] : ['/health/live']);
    return code;
  };

  it('asks the server whether it lives', async () => {
    expect(program).toBe('node');
    expect(await askOf(200)).toBe(0);
  });

  it.each([[503], [undefined]])('fails when the answer is %s', async (answer) => {
    expect(await askOf(answer)).toBe(1);
  });
});

describe('what is sent to the builder', () => {
  const [first, ...others] = read('.dockerignore')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));

  it('is what the Dockerfile copies and nothing else: no key, no data', () => {
    const copied = stages.flatMap(copiesOf).flatMap(({ from, sources }) => (from === undefined ? sources : []));
    const names = copied.map((source) => source.replace(/^\.\//, ''));

    expect(first).toBe('*');
    const admitted = others.filter((line) => line.startsWith('!'));
    expect(admitted.sort()).toEqual([...new Set(names)].map((name) => `!${name}`).sort());
  });
});
