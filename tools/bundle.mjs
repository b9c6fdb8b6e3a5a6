// Puts the compiled modules together: in the place of a file for each, dist has a file for each door (the aliases of
// package.json, and the mains of the apps) and a few that doors share. Node looks for a thousand modules for as long as
// it takes to start everything else.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');
const { imports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const doors = [
  ...Object.values(imports).map((door) => join(root, door.default)),
  ...['api', 'worker', 'cli'].map((app) => join(dist, 'apps', app, 'src/main.js')),
  ...['write', 'release-contract'].map((document) => join(dist, `apps/cli/src/documents/${document}.js`)),
].filter((door) => existsSync(door));

/** A file beside a module is found from where the module was compiled to, wherever it is put. */
const FILE_BESIDE = /new URL\(([^()]*), import\.meta\.url\)/g;
const AT = /module_at\("([^"]+)"\)/g;
const placesKept = {
  name: 'places kept',
  setup: ({ onLoad }) =>
    onLoad({ filter: /\.js$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replaceAll(
        FILE_BESIDE,
        (_match, file) => `new URL(${file}, module_at(${JSON.stringify(relative(dist, path))}))`,
      ),
    })),
};

/**
 * What keeps the names of functions and classes is called whenever one is made. Arrow functions are made in every request, and
 * nobody asks them for their names, which stack traces have all the same; save those that tell the type of a field, which the
 * description of the API knows by theirs.
 */
const NAMED = '(target, value) => __defProp(target, "name"';
const UNLESS_ARROW =
  '(target, value) => target.prototype === undefined && value !== "type" ? target : __defProp(target, "name"';

/**
 * Of what is installed from a registry these come along: they are a thousand files, of which a start uses a few, and Node looks
 * for each.
 */
const TAKEN_ALONG = /^(@nestjs\/[^/]+|@sinclair\/typebox|es-toolkit|rxjs)(?=\/|$)/;
const isTakenAlong = (path) => {
  const [name] = TAKEN_ALONG.exec(path) ?? [];
  return name !== undefined && existsSync(join(root, 'node_modules', name));
};
const installed = {
  name: 'installed',
  setup: ({ onResolve }) =>
    onResolve({ filter: /^[^./#]/ }, ({ path, kind }) =>
      kind === 'entry-point' || isTakenAlong(path) ? undefined : { path, external: true },
    ),
};

const isCompiled = (path) => path.startsWith(`${relative(root, dist)}/`);

const { outputFiles, metafile } = await build({
  entryPoints: doors,
  ...{ outdir: dist, outbase: dist, chunkNames: 'shared/[hash]' },
  ...{ bundle: true, splitting: true, format: 'esm', platform: 'node', target: 'node24' },
  ...{
    keepNames: true,
    sourcemap: true,
    write: false,
    metafile: true,
    logLevel: 'error',
    plugins: [placesKept, installed],
  },
});
for (const path of Object.keys(metafile.inputs).filter(isCompiled)) rmSync(join(root, path), { force: true });
for (const { path, text } of outputFiles) {
  mkdirSync(dirname(path), { recursive: true });
  const at = (module) => `new URL(${JSON.stringify(relative(dirname(path), join(dist, module)))}, import.meta.url)`;
  writeFileSync(path, text.replaceAll(AT, (_match, module) => at(module)).replace(NAMED, UNLESS_ARROW));
}
