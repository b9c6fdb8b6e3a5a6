import type { LoadProtocol } from '../use-cases/load-protocol.ts';
import { TEXT_HASH } from './signatures.ts';

/*
 * Acts of before as rows of a file, for specifications of what is loaded.
 */

const entry = (ipaCode: string, number: number, date: string) => ({
  ...{ ipaCode, aoo: ipaCode === 'inps' ? 'INPS-DR08' : 'COMUNE', register: 'RU' },
  ...{ year: Number(date.slice(0, 4)), number, date },
});

/** An act with an administration over one point, signed by hand and in force from a day on, with what differs. */
export function loadedRow(
  differing: Partial<LoadProtocol> & Pick<LoadProtocol, 'code' | 'hostBodyId'>,
  { signedOn = '2012-02-20', number = 1 }: { readonly signedOn?: string; readonly number?: number } = {},
): LoadProtocol {
  return {
    ...{ region: '08', pointCodes: ['PC-1'], kinds: ['INFORMATIVO'], durationMonths: 36, documentSha256: TEXT_HASH },
    inpsSignature: {
      ...{ signedOn, format: 'PAPER', unit: 'DR-08', signerRole: 'Direttore regionale' },
      registerEntry: entry('inps', number, signedOn),
    },
    hostSignature: {
      signedOn,
      format: 'PAPER',
      signerRole: 'Sindaco',
      registerEntry: entry('c_demo', number, signedOn),
    },
    ...differing,
  };
}
