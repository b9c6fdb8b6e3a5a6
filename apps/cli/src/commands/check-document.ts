import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { CheckProtocolDocument, DocumentCheckAnswer, protocolDocumentChecked } from '#protocols';
import { printJson } from '#terminal';
import { Failure } from '../failure.ts';
import { asking, type AskingOptions } from '../installation/asking.ts';

export interface CheckDocumentOptions extends AskingOptions {
  readonly json?: boolean;
}

/** Exit code when the file is none of the documents of the protocol. */
const UNKNOWN_EXIT_CODE = 2;

const WHOSE: Record<NonNullable<DocumentCheckAnswer['party']>, string> = {
  INPS: "dell'INPS",
  HOST: "dell'ente ospitante",
};

/** Prints what a file is to a protocol, by its hash; the file itself goes nowhere. */
export async function checkDocument(protocolId: string, file: string, options: CheckDocumentOptions): Promise<void> {
  const { json, ...where } = options;
  const sha256 = await sha256Of(file);
  const answer = await asking(where, (ask) =>
    ask({
      input: CheckProtocolDocument,
      path: `rest/protocols/v1/protocols/${encodeURIComponent(protocolId)}/document-check`,
      fields: { protocolId, sha256 },
      inPath: ['protocolId'],
      leaves: DocumentCheckAnswer,
      answer: protocolDocumentChecked,
    }),
  );
  if (json) printJson({ sha256, ...answer });
  else process.stdout.write(`SHA-256 ${sha256}\n${sentenceOf(answer)}\n`);
  if (answer.verdict === 'UNKNOWN') process.exitCode = UNKNOWN_EXIT_CODE;
}

function sentenceOf(answer: DocumentCheckAnswer): string {
  const { amendmentId, isWithdrawn } = answer;
  const withdrawn = isWithdrawn ? ', ritirato prima di avere effetto' : '';
  const act = amendmentId === null ? '' : ` È dell'atto aggiuntivo ${amendmentId}${withdrawn}.`;
  return `${verdictInWords(answer)}${act}`;
}

function verdictInWords({ verdict, party, amendmentId }: DocumentCheckAnswer): string {
  switch (verdict) {
    case 'TEXT':
      return `Testo: è il testo ${amendmentId === null ? 'del protocollo' : "dell'atto"}, prima di ogni firma.`;
    case 'SIGNED_BY_ONE':
      return `Firmato da una parte: è il testo con la sola firma ${party === null ? 'di una parte' : WHOSE[party]}.`;
    case 'FINAL':
      return 'Definitivo: è il documento con le firme di entrambe le parti.';
    case 'UNKNOWN':
      return 'Sconosciuto: non è un documento di questo protocollo.';
  }
}

/**
 * The SHA-256 of a file of any size, which is never held in memory as a whole.
 * @returns 64 lower-case hexadecimal digits
 * @throws Failure when it cannot be read
 */
async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256');
  try {
    await pipeline(createReadStream(file), hash);
  } catch (error) {
    throw new Failure(`${file} cannot be read: ${(error as Error).message}.`, { cause: error });
  }
  return hash.digest('hex');
}
