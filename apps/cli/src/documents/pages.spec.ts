import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pages } from './pages.ts';

const ROOT = join(import.meta.dirname, '../../../..');

describe('a document that is made from declarations', () => {
  it.each(Object.entries(pages))('is up to date: %s (else run npm run docs:write)', (path, page) => {
    expect(readFileSync(join(ROOT, path), 'utf8')).toBe(page());
  });
});
