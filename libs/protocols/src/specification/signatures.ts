import { organisationSettings, type TerritorialUnitEvent, type UnitFacts } from '#organisation';
import { readSettings } from '#use-cases';
import type { Signature } from '../domain/vocabulary.ts';

/*
 * Both signatures under one text, between two administrations, for specifications of what is signed.
 */

/** Of the text before any signature. */
export const TEXT_HASH = 'a'.repeat(64);

export const inpsSignature = {
  party: 'INPS',
  documentSha256: TEXT_HASH,
  signedFileSha256: 'b'.repeat(64),
  kind: 'QUALIFIED',
  format: 'PADES',
  unit: 'DR-08',
  signerRole: 'Direttore regionale',
  signedAt: '2026-02-20T10:00:00.000Z',
  registerEntry: {
    ...{ ipaCode: 'inps', aoo: 'INPS-DR08', register: 'RU' },
    ...{ year: 2026, number: 17, date: '2026-02-20' },
  },
} as const satisfies Signature;

export const hostSignature = {
  party: 'HOST',
  documentSha256: TEXT_HASH,
  signedFileSha256: 'c'.repeat(64),
  kind: 'ADVANCED',
  format: 'CADES',
  signerRole: 'Sindaco',
  signedAt: '2026-02-25T10:00:00.000Z',
  registerEntry: {
    ...{ ipaCode: 'c_demo', aoo: 'COMUNE', register: 'RU' },
    ...{ year: 2026, number: 3, date: '2026-02-25' },
  },
} as const satisfies Signature;

/** The unit that signs for the institute. */
export const signingUnit: UnitFacts = {
  ...{ code: 'DR-08', kind: 'DIREZIONE_REGIONALE', name: 'Direzione regionale', aooCode: 'INPS-DR08', region: '08' },
};

const { proposingKinds, signingKinds } = readSettings(organisationSettings, {}).values;

/** What the rules of drafting and signing need to know, as it usually is. */
export const signingFacts = {
  ...{ unit: (): UnitFacts | undefined => signingUnit, hostIpaCode: 'c_demo', institute: 'inps' },
  ...{ proposingKinds, signingKinds },
};

/** That unit, as the log has it. */
export const signingUnitEstablished: TerritorialUnitEvent = {
  type: 'TerritorialUnitEstablished',
  data: { ...signingUnit, parent: 'DC', pec: 'dr08@pec.example.org' },
};
