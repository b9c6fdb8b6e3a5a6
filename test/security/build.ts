import { ensureBuilt } from '../e2e/support/build.ts';

// A program of its own: the attacks import what is built.
ensureBuilt();
