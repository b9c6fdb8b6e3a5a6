// Makes package-lock.json complete for every platform, whatever registry wrote it.
//
// Some packages (swc, jest's resolver …) ship one optional package per platform. When the registry in use does not
// answer for some of them, npm silently leaves them out of the lock file; a later npm then finds the lock file out of
// step with package.json and refuses `npm ci`. This adds the missing entries: version, os, cpu and libc, without an
// integrity hash, because nothing was downloaded that could be hashed.
//
// Run it after every change of dependencies: `npm run lock:complete`.
import { readFileSync, writeFileSync } from 'node:fs';

const PLATFORM =
  /(android|darwin|linux|win32|freebsd|openharmony|wasm32|openbsd|netbsd|sunos|aix)(?:-(arm64|arm|x64|ia32|ppc64|riscv64|s390x|loong64|wasi))?(?:-(\w+))?/;
const LIBC = { gnu: 'glibc', gnueabihf: 'glibc', musl: 'musl' };
const LOCK_FILE = 'package-lock.json';

const lock = JSON.parse(readFileSync(LOCK_FILE, 'utf8'));
const { packages } = lock;
let added = 0;

for (const [path, entry] of Object.entries(packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    if (packages[`node_modules/${name}`] || packages[`${path}/node_modules/${name}`]) continue;
    const platform = PLATFORM.exec(name);
    if (!platform) {
      console.error(`No platform in the name of ${name}@${version}, optional for ${path}: left out.`);
      process.exitCode = 1;
      continue;
    }
    packages[`node_modules/${name}`] = entryFor(version, entry, platform);
    added += 1;
  }
}

lock.packages = Object.fromEntries(Object.entries(packages).sort(([a], [b]) => a.localeCompare(b, 'en')));
writeFileSync(LOCK_FILE, JSON.stringify(lock, null, 2) + '\n');
console.log(`${LOCK_FILE}: ${added} platform packages added.`);

function entryFor(version, parent, [, os, cpu, abi]) {
  const entry = { version };
  if (parent.dev || parent.devOptional) entry.dev = true;
  entry.optional = true;
  if (os === 'wasm32') {
    entry.cpu = ['wasm32'];
  } else {
    entry.os = [os];
    if (cpu) entry.cpu = [cpu];
  }
  if (os === 'linux' && LIBC[abi]) entry.libc = [LIBC[abi]];
  return entry;
}
