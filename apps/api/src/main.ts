import 'reflect-metadata';
import { readConfiguration } from '#platform';
import { createApplication } from './application.ts';

// The server alone, as containers run it; the command line has more to say (`rete-punti serve`).
const application = await createApplication({ configuration: readConfiguration(process.env) });
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    void application.close();
  });
}
