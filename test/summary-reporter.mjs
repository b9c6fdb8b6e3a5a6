import { writeSync } from 'node:fs';

/** Ends a run with one plain line for scripts to read: `N passed, N failed`. A suite that does not start is a failure. */
export default class SummaryReporter {
  onRunComplete(_contexts, results) {
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    // jest puts its own summary after every other reporter: the last line is written when the process goes.
    process.once('exit', () => writeSync(1, `\n${results.numPassedTests} passed, ${failed} failed\n`));
  }
}
