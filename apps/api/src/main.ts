import 'reflect-metadata';
import { partOfServers, runProcess } from '#composition';

// A server, as containers run it; the command line has more to say (`rete-punti serve`).
await runProcess(partOfServers);
