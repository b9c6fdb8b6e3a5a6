import { readSettings } from '#use-cases';
import { organisationSettings } from './organisation-settings.ts';

describe('P4: who may propose, sign and be reference unit is data by kind of unit', () => {
  it('unless the installation chooses otherwise, as the acts of 2018 and 2025 have it', () => {
    const { values } = readSettings(organisationSettings, {});
    expect(values.signingKinds).toEqual(['DIREZIONE_REGIONALE', 'COORDINAMENTO_METROPOLITANO']);
    expect(values.proposingKinds).toEqual([...values.signingKinds, 'DIREZIONE_PROVINCIALE']);
    expect(values.referenceKinds).toEqual(['DIREZIONE_PROVINCIALE', 'FILIALE_METROPOLITANA', 'FILIALE_PROVINCIALE']);
  });

  it('is chosen from the kinds of unit that there are', () => {
    const chosen = readSettings(organisationSettings, { RETE_PUNTI_SIGNING_UNITS: 'DIREZIONE_CENTRALE' });
    expect(chosen.values.signingKinds).toEqual(['DIREZIONE_CENTRALE']);
    expect(readSettings(organisationSettings, { RETE_PUNTI_SIGNING_UNITS: 'UFFICIO' }).wrong).toHaveLength(1);
  });
});
