import { startApplication, type StartOptions, type TestApplication } from './application.ts';
import { BUILD_TIMEOUT_MS, ensureBuilt } from './build.ts';
import { Directories, readIn } from './dying.ts';
import { endProcesses } from './processes.ts';

/** What stands before any cause, in a directory; causes are carried out in copies of it. */
export interface Beginning<Standing> {
  /** What was prepared; to be asked for once a specification runs. */
  readonly standing: Standing;
  /** Position of the last event before any cause. */
  readonly before: string;
  /** A copy of the directory, or of another, which is removed in the end. */
  copy(source?: string): string;
}

/**
 * Prepares what the specifications of a block begin with, over HTTP, before the first of them; what is left of it and of
 * its copies is removed after the last.
 */
export function beginningOf<Standing>(
  prepare: (application: TestApplication) => Promise<Standing>,
  options: Pick<StartOptions, 'clock'> = {},
): Beginning<Standing> {
  const directories = new Directories();
  const template = directories.empty();
  let begun: { readonly standing: Standing; readonly before: string };

  beforeAll(async () => {
    ensureBuilt();
    const application = await startApplication({ directory: template, ...options });
    let standing: Standing;
    try {
      standing = await prepare(application);
      await application.settled();
    } finally {
      await application.close();
    }
    begun = { standing, before: await readIn(template, ({ eventStore }) => eventStore.head()) };
  }, BUILD_TIMEOUT_MS);
  afterAll(async () => {
    await endProcesses();
    directories.remove();
  });

  return {
    get standing() {
      return begun.standing;
    },
    get before() {
      return begun.before;
    },
    copy: (source = template) => directories.copyOf(source),
  };
}
