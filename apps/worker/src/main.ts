import 'reflect-metadata';
import { readConfiguration } from '#platform';
import { createApplication } from '../../api/src/application.ts';
import { closeWhenTold } from '../../api/src/close-when-told.ts';

// Projections, process managers and deadlines of the clustered mode. It listens for those who look after it.
closeWhenTold(await createApplication({ configuration: readConfiguration(process.env), part: 'worker' }));
