import { defineSettings, setting, someOf, someText } from '#use-cases';
import { UNIT_KIND_NAMES, type UnitKind } from './domain/unit-kinds.ts';

const proposing: readonly UnitKind[] = ['DIREZIONE_REGIONALE', 'COORDINAMENTO_METROPOLITANO', 'DIREZIONE_PROVINCIALE'];
const signing: readonly UnitKind[] = ['DIREZIONE_REGIONALE', 'COORDINAMENTO_METROPOLITANO'];
const reference: readonly UnitKind[] = ['DIREZIONE_PROVINCIALE', 'FILIALE_METROPOLITANA', 'FILIALE_PROVINCIALE'];

/**
 * Choices of this context that no source decides. INPS circolare 96/2018 has regional and metropolitan directors propose
 * that an agency becomes a Punto INPS; the INPS–ANCI protocol of 10-9-2025 has regional directors sign conventions.
 */
export const organisationSettings = defineSettings('organisation', {
  ipaCode: someText('RETE_PUNTI_IPA_CODE', {
    description:
      'Code of the institute in the Indice dei domicili digitali (IPA), whose registers its entries stand in; no hosting body has it.',
    fallback: 'inps',
  }),
  proposingKinds: someOf('RETE_PUNTI_PROPOSING_UNITS', UNIT_KIND_NAMES, {
    description: 'Kinds of unit that may propose a Punto INPS.',
    fallback: proposing,
  }),
  signingKinds: someOf('RETE_PUNTI_SIGNING_UNITS', UNIT_KIND_NAMES, {
    description: 'Kinds of unit that may sign a protocol for the institute.',
    fallback: signing,
  }),
  referenceKinds: someOf('RETE_PUNTI_REFERENCE_UNITS', UNIT_KIND_NAMES, {
    description: 'Kinds of unit that may be the reference unit of a Punto INPS.',
    fallback: reference,
  }),
});

/** IPA code of the institute itself. */
export const ipaCodeOfInstitute = setting(organisationSettings, ({ ipaCode }) => ipaCode);
