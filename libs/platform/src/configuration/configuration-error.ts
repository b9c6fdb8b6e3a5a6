/** One or more variables have a wrong value: the program must not start. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
  constructor(readonly complaints: readonly string[]) {
    super(`The configuration is wrong:\n${complaints.map((complaint) => `  ${complaint}`).join('\n')}`);
  }
}
