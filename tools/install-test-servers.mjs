// Installs the server that the MongoDB specs run against where there is no mongod: FerretDB, which speaks the wire
// protocol of MongoDB, built from the Go module in test/servers. Prints the path of the program as its last line. Two
// of these at once do no harm: each builds in a directory of its own, and the finished program is moved into place.
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, delimiter, join } from 'node:path';

const COMMAND = 'github.com/FerretDB/FerretDB/cmd/ferretdb';
const MODULE = 'github.com/FerretDB/FerretDB';

/**
 * An update command keeps a connection to the backend for each of its updates until it ends, so that one with more
 * updates than there are connections is never answered. Each is to be given back when its update is done.
 */
const UPDATES = {
  file: join('internal', 'handler', 'msg_update.go'),
  done: 'result, err := common.UpdateDocument(ctx, c, "update", iter, &u)\n',
};

/**
 * Documents are looked up by another expression than the one that their indexes are made of, so that SQLite goes through
 * all of them for each; and only a filter that is an `_id` and nothing else is one for SQLite at all. A look-up by `_id`
 * is to find its index, and `conditions.go` gives SQLite more of a filter.
 */
const ID = {
  file: join('internal', 'backends', 'sqlite', 'metadata', 'metadata.go'),
  written: `"->'$._id'"`,
  indexed: `"->'_id'"`,
};
const QUERIES = {
  folder: join('internal', 'backends', 'sqlite'),
  file: 'collection.go',
  undecided: 'params.OnlyRecordIDs)\n\n\tvar whereClause string\n\tvar args []any\n',
  conditions: join('test', 'servers', 'repairs', 'conditions.go'),
};

const root = join(import.meta.dirname, '..');
const module = join(root, 'test', 'servers');
const cache = join(root, 'node_modules', '.cache', 'test-servers');

const version = new RegExp(`${MODULE} (v[\\d.]+)`).exec(readFileSync(join(module, 'go.mod'), 'utf8'))?.[1];
if (version === undefined) throw new Error(`test/servers/go.mod names no version of ${MODULE}`);
// The mark tells it from programs that were built before the repairs below.
const program = join(cache, `ferretdb-${version}-repaired-2`);

const there = existsSync(program);
if (there || isOnPath('go')) {
  if (!there) install();
  console.log(program);
} else {
  console.error('There is no go on the PATH to build FerretDB with: the specs of MongoDB need MONGODB_URL or mongod.');
}

function isOnPath(name) {
  return (process.env.PATH ?? '').split(delimiter).some((directory) => existsSync(join(directory, name)));
}

function install() {
  mkdirSync(cache, { recursive: true });
  const workshop = mkdtempSync(join(cache, 'build-'));
  const go = (...args) =>
    execFileSync('go', args, {
      cwd: workshop,
      env: { ...process.env, GOBIN: workshop, GOFLAGS: '-mod=mod -buildvcs=false', GOWORK: 'off' },
      stdio: ['ignore', 'pipe', 'inherit'],
      encoding: 'utf8',
    });
  try {
    for (const file of ['go.mod', 'go.sum']) cpSync(join(module, file), join(workshop, file));
    const sources = join(workshop, 'sources');
    cpSync(JSON.parse(go('mod', 'download', '-json', MODULE)).Dir, sources, { recursive: true });
    // The published module lacks the file that the program reads its own version from, and does not start without it.
    const place = join(sources, 'build', 'version');
    execFileSync('chmod', ['-R', 'u+w', sources]);
    writeFileSync(join(place, 'version.txt'), `${version}\n`);
    insertAfter(join(sources, UPDATES.file), UPDATES.done, '\t\tcloser.Close()\n');
    replace(join(sources, ID.file), ID.written, ID.indexed);
    const queries = join(sources, QUERIES.folder);
    insertAfter(join(queries, QUERIES.file), QUERIES.undecided, '\twhereClause, args = conditionsOf(params.Filter)\n');
    cpSync(join(root, QUERIES.conditions), join(queries, basename(QUERIES.conditions)));
    go('mod', 'edit', '-replace', `${MODULE}=${sources}`);
    go('install', COMMAND);
    chmodSync(join(workshop, 'ferretdb'), 0o755);
    renameSync(join(workshop, 'ferretdb'), program);
  } finally {
    rmSync(workshop, { recursive: true, force: true });
  }
}

function insertAfter(file, place, text) {
  replace(file, place, `${place}${text}`);
}

function replace(file, place, text) {
  const [before, after, ...others] = readFileSync(file, 'utf8').split(place);
  if (after === undefined || others.length > 0) throw new Error(`the repair of ${file} does not fit ${version}`);
  writeFileSync(file, `${before}${text}${after}`);
}
