import type { Application } from './application.ts';

/** Ends a program in order at SIGTERM or SIGINT: requests and batches in hand come to their end. */
export function closeWhenTold(application: Application): void {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      void application.close();
    });
  }
}
