import 'reflect-metadata';
import { partOfServers } from './application.ts';
import { runProcess } from './run-process.ts';

// A server, as containers run it; the command line has more to say (`rete-punti serve`).
await runProcess(partOfServers);
