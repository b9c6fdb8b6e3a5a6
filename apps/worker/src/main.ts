import 'reflect-metadata';
import { runProcess } from '#composition';

// Projections, process managers and deadlines of the clustered mode. It listens for those who look after it.
await runProcess(() => 'worker');
