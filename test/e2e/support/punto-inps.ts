import type { CommandAnswer } from '#platform';
import { accepted, TERRITORY } from './agenda.ts';
import type { Api } from './api.ts';

export const PUNTI_INPS = '/rest/service-points/v1/punti-inps';

/**
 * Proposes and establishes a Punto INPS, so that agendas may be opened for it.
 * @param central a client who may do so, where the units of seeded agendas stand
 * @returns the answer to its proposal
 */
export async function establishedPuntoInps(
  central: Api,
  name = 'Punto INPS di prova',
  more: Readonly<
    Partial<Record<'replaces' | 'referenceUnit' | 'province' | 'municipality' | 'ground', string>> & {
      userGroups?: readonly string[];
    }
  > = {},
): Promise<CommandAnswer> {
  const point = await accepted(
    central.post(PUNTI_INPS, {
      ...{ name, region: TERRITORY.region, province: TERRITORY.province, municipality: 'H501' },
      ...{ address: { street: 'Via della Prova 1', postalCode: '00100' }, ground: 'LOW_COMPLEXITY' },
      ...{ proposedBy: TERRITORY.unit, referenceUnit: TERRITORY.unit, ...more },
    }),
  );
  await accepted(
    central.post(`${PUNTI_INPS}/${point.id}/establishment`, {
      act: { authority: 'Direttore generale', number: '1', date: '2026-01-10' },
    }),
  );
  return point;
}
