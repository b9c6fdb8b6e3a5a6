import { createLogger } from './logger.ts';

const PERSON = 'RSSMRA80A01H501U';

/** What a logger writes, to either stream. */
function written(log: 'json' | 'text', write: (logger: Exclude<ReturnType<typeof createLogger>, false>) => void) {
  const logger = createLogger(log);
  if (logger === false) throw new Error('the log is off');
  const lines: string[] = [];
  const streams = [process.stdout, process.stderr];
  const before = streams.map((stream) => stream.write.bind(stream));
  for (const stream of streams) stream.write = (text: unknown) => lines.push(String(text)) > 0;
  try {
    write(logger);
  } finally {
    for (const [index, stream] of streams.entries()) stream.write = before[index]!;
  }
  return lines.join('');
}

describe.each(['json', 'text'] as const)('the log as %s', (log) => {
  it('never has the codice fiscale of a person in it, whoever repeats it', () => {
    const error = new Error(`unforeseen: ${PERSON}`);
    const text = written(log, (logger) => {
      logger.log(`about ${PERSON}`, 'Access');
      logger.warn('about RSS MRA 80A01 H501U');
      logger.error('failed', error.stack);
      logger.error(error);
      logger.log({ event: 'security.forbidden', principal: PERSON }, 'Security');
    });

    expect(text.toUpperCase().replaceAll(/[^A-Z0-9]/g, '')).not.toContain(PERSON);
    expect(text.match(/was left out/g)?.length).toBeGreaterThanOrEqual(5);
  });

  it('never has an IBAN in it, either', () => {
    const text = written(log, (logger) => {
      logger.warn('rimborso su IT60 X054 2811 1010 0000 0123 456');
      logger.error(new Error('unforeseen: IT60X0542811101000000123456'));
    });

    expect(text).not.toMatch(/X0 ?5 ?4/);
    expect(text.match(/was left out/g)).toHaveLength(2);
  });

  it('keeps the rest of the lines of an error, which say where it came from', () => {
    const { stack } = new Error(`unforeseen: ${PERSON}`);

    const text = written(log, (logger) => {
      logger.error('failed', stack);
    });

    expect(text).toContain('logger.spec.ts');
  });
});
