import { capitalOf, provinceByCode } from '#italy';
import type { CommandAnswer } from '#platform';
import { fictitiousBodyCode } from '#demonstration';
import { SERVICE_OF } from '../../e2e/support/agenda.ts';
import { namedPerson } from '../../e2e/support/people.ts';
import { DATE } from './counter.ts';
import type { TestServer } from './server.ts';

/** Where an office stands. */
interface Place {
  readonly region: string;
  readonly province: string;
  readonly unit: string;
  readonly office: string;
  /** Code of the directorate above. */
  readonly above: string;
}

export const PIEDMONT: Place = {
  region: '01',
  province: '001',
  unit: 'U-TORINO',
  office: 'Sede di Torino',
  above: 'U-DR-01',
};
export const ROMAGNA: Place = {
  region: '08',
  province: '038',
  unit: 'U-FERRARA',
  office: 'Sede di Ferrara',
  above: 'U-DR-08',
};

interface Hours {
  readonly from: string;
  readonly to: string;
  readonly slotMinutes: number;
  readonly modes?: readonly string[];
}

/** What stands in one province. */
export interface Office {
  /** Paths of one day ({@link DATE}) of three agendas, a service line each. */
  readonly pensions: string;
  readonly contributions: string;
  readonly income: string;
  /** Ids of the agendas. */
  readonly agendas: readonly string[];
  readonly host: { readonly id: string; readonly name: string; readonly fiscalCode: string; readonly ipaCode: string };
  /** Submitted, and covers the point. */
  readonly protocol: { readonly id: string };
  /** Approved. */
  readonly point: { readonly id: string };
  /** Token of a desk of the unit. */
  readonly desk: string;
  /** Token of the directorate of the region. */
  readonly regional: string;
}

const AGENDAS = '/rest/agenda/v1/agendas';

/** A service that is delivered at each agenda of these offices. */
const delivered = new Map<string, string>();

/** What may be booked on a day of one of these offices, by its path. */
export function serviceAt(day: string): string {
  const serviceId = delivered.get(day.split('/')[5] ?? '');
  if (serviceId === undefined) throw new TypeError(`no agenda of an office: ${day}`);
  return serviceId;
}

/** Opens an office with its unit, agendas that receive on {@link DATE}, a host, a point and a protocol. */
export async function openOffice(server: TestServer, central: string, place: Place, hours: Hours): Promise<Office> {
  const { region, province, unit, office, above } = place;
  const seat = provinceByCode(province);
  if (!seat) throw new TypeError(`no province ${province}`);
  const municipality = capitalOf(seat).code;
  const post = async (path: string, body: object, token = central): Promise<CommandAnswer> => {
    const answer = await server.call('POST', path, { token, body });
    if (answer.status > 201) throw new Error(`${path} answered ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body as CommandAnswer;
  };
  const units = '/rest/organisation/v1/territorial-units';
  const told = { aooCode: `INPS.${region}`, pec: 'test@example.org', demonstration: true };
  const centre = await server.call('GET', `${units}/U-DC`, { token: central });
  if (centre.status !== 200) {
    await post(units, { ...told, code: 'U-DC', kind: 'DIREZIONE_CENTRALE', name: 'Direzione centrale' });
    await server.running.projections.caughtUp(await server.running.stores.eventStore.head());
  }
  await post(units, {
    ...told,
    code: above,
    kind: 'DIREZIONE_REGIONALE',
    name: `DR ${region}`,
    parent: 'U-DC',
    region,
  });
  await post(units, {
    ...told,
    code: unit,
    kind: 'DIREZIONE_PROVINCIALE',
    name: office,
    parent: above,
    region,
    province,
    municipality,
  });

  const { from, to, slotMinutes, modes = ['IN_PERSON'] } = hours;
  const agendas: string[] = [];
  for (const serviceLine of ['PENSIONI', 'CONTRIBUTI', 'SOSTEGNO_REDDITO'] as const) {
    const owner = { kind: 'UNIT_DESK', unit };
    const { id } = await post(AGENDAS, { owner, name: `${office} ${serviceLine}`, serviceLine, slotMinutes, modes });
    await post(`${AGENDAS}/${id}/opening-bands`, { weekday: 4, from, to, capacity: 9, validFrom: '2026-03-01' });
    agendas.push(id);
    delivered.set(id, SERVICE_OF[serviceLine]);
  }
  await server.running.processes.settled();

  const regional = await server.token({ role: 'regional', id: `region-${region}`, region });
  const code = { fiscalCode: fictitiousBodyCode(Number(province)), ipaCode: `c_p${province}` };
  const name = `Comune di prova ${province}`;
  const host = {
    ...code,
    name,
    ...(await post('/rest/organisation/v1/host-bodies', {
      ...code,
      kind: 'PUBLIC_ADMINISTRATION',
      name,
      region,
      province,
    })),
  };
  const points = '/rest/service-points/v1/punti-cliente';
  const point = await post(points, {
    ...{ hostBodyId: host.id, kind: 'INFORMATIVO', region, province },
    ...{ municipality, address: { street: 'Piazza della Prova 1', postalCode: '00100' } },
  });
  await post(`${points}/${point.id}/approval`, {}, regional);
  const protocols = '/rest/protocols/v1/protocols';
  const protocol = await post(protocols, {
    ...{ hostBodyId: host.id, region, proposingUnit: above, points: [point.id], kinds: ['INFORMATIVO'] },
    officers: ['INPS', 'HOST'].flatMap((party) =>
      ['RESPONSABILE', 'REFERENTE_TECNICO'].map((role) => ({
        party,
        role,
        person: namedPerson(91),
        office: 'Ufficio',
      })),
    ),
  });
  await post(`${protocols}/${protocol.id}/submission`, {}, regional);
  const desk = await server.token({ role: 'desk-operator', id: `desk-${province}`, province, unit });
  const [pensions = '', contributions = '', income = ''] = agendas.map((id) => `${AGENDAS}/${id}/days/${DATE}`);
  return { pensions, contributions, income, agendas, host, protocol, point, desk, regional };
}
