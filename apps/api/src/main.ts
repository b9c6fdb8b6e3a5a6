import 'reflect-metadata';
import { readConfiguration } from '#platform';
import { createApplication, partOfServers } from './application.ts';
import { closeWhenTold } from './close-when-told.ts';

// The server alone, as containers run it; the command line has more to say (`rete-punti serve`).
const configuration = readConfiguration(process.env);
closeWhenTold(await createApplication({ configuration, part: partOfServers(configuration) }));
