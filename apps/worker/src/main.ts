import 'reflect-metadata';
import { runProcess } from '../../api/src/run-process.ts';

// Projections, process managers and deadlines of the clustered mode. It listens for those who look after it.
await runProcess(() => 'worker');
