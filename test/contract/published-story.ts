import { weekdayOf } from '#italy';
import { AGENDAS, SERVICE_OF, TERRITORY } from '../e2e/support/agenda.ts';
import { POINTS, PROTOCOLS } from '../e2e/support/agreements.ts';
import { fictitiousBodyCode, fictitiousPerson, namedPerson } from '../e2e/support/people.ts';
import { PUNTI_INPS } from '../e2e/support/punto-inps.ts';
import type { FixedInstallation } from './fixed-installation.ts';

/*
 * A network in which everything happens that is published, over HTTP, on days that do not change: the examples of the contract
 * are taken from it. A new published type adds here how it comes about.
 */

const UNITS = '/rest/organisation/v1/territorial-units';
const HOSTS = '/rest/organisation/v1/host-bodies';
const [CENTRE, DIRECTORATE, OFFICE, RIETI, AGENCY] = ['DC', 'DR-12', 'DP-058', 'DP-057', 'AG-058'];
/** A Monday, yyyy-mm-dd. */
export const STORY_BEGINS = '2026-03-02';
/** The Mondays after that, and a day between. */
const DAYS = { begins: STORY_BEGINS, desk: '2026-03-09', displaced: '2026-03-16', afterwards: '2026-03-10' } as const;
/** After a protocol of one month has ended. */
const EXPIRED = '2026-04-20';
const ROME = { region: TERRITORY.region, province: TERRITORY.province, municipality: 'H501' };
const IN_RIETI = { region: TERRITORY.region, province: '057', municipality: 'H282' };
const OF_REGION = { role: 'regional', id: 'direttore', region: ROME.region } as const;
const ACT = { authority: 'Direzione regionale Lazio', number: '12/2026', date: DAYS.begins };

/** Plays it, from the first unit to the last protocol that expires. */
export async function playPublishedStory(at: FixedInstallation): Promise<void> {
  await at.comeTo(DAYS.begins, 8);
  await units(at);
  const host = await at.give(HOSTS, {
    ...{
      kind: 'PUBLIC_ADMINISTRATION',
      name: 'Comune di Prova',
      fiscalCode: fictitiousBodyCode(1),
      ipaCode: 'c_prova',
    },
    ...{ region: ROME.region, province: ROME.province },
  });
  const agreements = new Agreements(at, host);
  await points(at, agreements);
  await protocols(at, agreements);
  await puntiInps(at);
  await appointments(at);
  await at.comeTo(EXPIRED, 8);
  await at.give(`${HOSTS}/${host}/corrections`, { name: 'Comune di Prova Laziale' });
}

async function units(at: FixedInstallation): Promise<void> {
  const unit = (code: string, kind: string, more: object = {}): Promise<string> =>
    at.give(UNITS, {
      ...{ code, kind, name: `Struttura ${code}`, aooCode: `INPS-${code}`, pec: 'struttura@pec.example.org', ...more },
    });
  await unit(CENTRE, 'DIREZIONE_CENTRALE');
  await unit(DIRECTORATE, 'DIREZIONE_REGIONALE', { parent: CENTRE, region: ROME.region });
  await unit(OFFICE, 'DIREZIONE_PROVINCIALE', { parent: DIRECTORATE, ...ROME });
  await unit(RIETI, 'DIREZIONE_PROVINCIALE', { parent: DIRECTORATE, ...IN_RIETI });
  await unit(AGENCY, 'AGENZIA_TERRITORIALE', { parent: OFFICE, ...ROME });
  const passing = 'AG-058-2';
  await unit(passing, 'AGENZIA_TERRITORIALE', { parent: OFFICE, ...ROME });
  const of = `${UNITS}/${passing}`;
  await at.give(`${of}/details`, { name: 'Agenzia di prova', municipality: 'H501' });
  await at.give(`${of}/reclassification`, { kind: 'AGENZIA_COMPLESSA' });
  await at.give(`${UNITS}/${AGENCY}/reassignment`, { parent: passing });
  await at.give(`${UNITS}/${AGENCY}/reassignment`, { parent: OFFICE, effectiveDate: DAYS.begins });
  const rectifies = await at.revisionOf(`${of}/history`, 'TerritorialUnitReclassified');
  await at.give(`${of}/rectifications`, { rectifies, annuls: true, reason: 'Registrata per errore', act: ACT });
  await at.give(`${of}/closing`, { reason: 'Riorganizzazione' });
}

/** Points of a host, and the protocols over them. */
class Agreements {
  readonly #at: FixedInstallation;
  readonly #host: string;
  #acts = 0;
  #entries = 0;

  constructor(at: FixedInstallation, host: string) {
    this.#at = at;
    this.#host = host;
  }

  /** @returns id of a point that is requested */
  requested(kind: string, street: string): Promise<string> {
    return this.#at.give(POINTS, {
      ...{ hostBodyId: this.#host, kind, ...ROME, address: { street, postalCode: '00100' } },
      hostRequest: { protocolNumber: '12/2026', date: DAYS.begins },
    });
  }

  /** @returns id of a point that is approved, with a service */
  async approved(street: string): Promise<string> {
    const id = await this.requested('INFORMATIVO', street);
    await this.#at.give(`${POINTS}/${id}/approval`, {});
    await this.#at.give(`${POINTS}/${id}/services`, { services: ['stato-domanda'] });
    return id;
  }

  /** @returns id of a draft */
  drafted(points: readonly string[], more: object = {}): Promise<string> {
    return this.#at.give(PROTOCOLS, {
      ...{ hostBodyId: this.#host, region: ROME.region, proposingUnit: DIRECTORATE, points, kinds: ['INFORMATIVO'] },
      officers: ['INPS', 'HOST'].flatMap((party) =>
        ['RESPONSABILE', 'REFERENTE_TECNICO'].map((role) => ({
          ...{ party, role, person: namedPerson(93), office: 'Ufficio' },
        })),
      ),
      ...more,
    });
  }

  /** Signs a draft, and brings it into force. */
  async inForce(protocolId: string): Promise<void> {
    const of = `${PROTOCOLS}/${protocolId}`;
    await this.#at.give(`${of}/submission`, {});
    for (const signature of this.signatures()) await this.#at.give(`${of}/signatures`, signature);
    await this.#at.give(
      `${of}/forwarding`,
      { letterSha256: 'ef'.repeat(32), registerEntry: this.#entry('inps') },
      OF_REGION,
    );
    await this.#at.give(`${of}/forwarding/acknowledgement`, {
      registerEntry: { ...this.#entry('inps'), aoo: 'INPS-DC' },
    });
    await this.#at.give(`${of}/entry-into-force`, {});
  }

  /** Of both parties, under one text; no file is that of another act. */
  signatures(): readonly object[] {
    this.#acts += 1;
    const file = (byte: string): string => `${byte}${String(this.#acts).padStart(2, '0')}`.repeat(16);
    return (['INPS', 'HOST'] as const).map((party) => {
      const ofInps = party === 'INPS';
      return {
        ...{ party, documentSha256: file('ab'), signedFileSha256: file(ofInps ? 'c0' : 'c1') },
        ...{ kind: 'DIGITAL', format: 'PADES', signedAt: `${DAYS.begins}T07:00:00Z` },
        ...(ofInps ? { unit: DIRECTORATE, signerRole: 'Direttore regionale' } : { signerRole: 'Sindaco' }),
        ...{ signatory: namedPerson(ofInps ? 94 : 95), registerEntry: this.#entry(ofInps ? 'inps' : 'c_prova') },
      };
    });
  }

  #entry(ipaCode: 'inps' | 'c_prova'): object {
    this.#entries += 1;
    const aoo = ipaCode === 'inps' ? `INPS-${DIRECTORATE}` : 'UFFICIO';
    return { ipaCode, aoo, register: 'PROTOCOLLO', year: 2026, number: this.#entries, date: DAYS.begins };
  }
}

async function points(at: FixedInstallation, agreements: Agreements): Promise<void> {
  const declined = await agreements.requested('SERVIZIO', 'Via Rifiutata 1');
  await at.give(`${POINTS}/${declined}/decline`, { reason: 'Manca la sede' });
  const point = await agreements.approved('Piazza della Prova 1');
  const of = `${POINTS}/${point}`;
  await at.give(`${of}/kind`, { kind: 'SERVIZIO', services: ['comunicazione-decesso'] });
  await at.give(`${of}/relocation`, {
    ...{ province: IN_RIETI.province, municipality: IN_RIETI.municipality },
    address: { street: 'Via Nuova 1', postalCode: '02100' },
  });
  const rectifies = await at.revisionOf(of, 'PuntoClienteKindChanged');
  await at.give(`${of}/rectifications`, { rectifies, annuls: true, reason: 'Registrato per errore', act: ACT });
}

async function protocols(at: FixedInstallation, agreements: Agreements): Promise<void> {
  const [first, second, third] = [
    await agreements.approved('Via Prima 1'),
    await agreements.approved('Via Seconda 1'),
    await agreements.approved('Via Terza 1'),
  ];
  const withdrawn = await agreements.drafted([first]);
  await at.give(`${PROTOCOLS}/${withdrawn}/withdrawal`, { reason: 'Nuovo accordo' });
  const before = await agreements.drafted([first]);
  const of = `${PROTOCOLS}/${before}`;
  await at.give(`${of}/revision`, { durationMonths: 24 });
  await agreements.inForce(before);
  await at.give(`${POINTS}/${first}/activation`, { protocolId: before });
  await at.give(`${POINTS}/${first}/suspension`, { reason: 'PREMISES' });
  await at.give(`${POINTS}/${first}/resumption`, { reason: 'PREMISES' });
  await at.give(`${of}/amendments`, { signatures: agreements.signatures(), points: [first, second] });
  await at.give(`${of}/suspension`, { reason: 'Verifica' });
  const rectifies = await at.revisionOf(of, 'ProtocolSuspended');
  await at.give(`${of}/rectifications`, { rectifies, annuls: true, reason: 'Registrata per errore', act: ACT });
  await at.give(`${of}/suspension`, { reason: 'Verifica' });
  await at.give(`${of}/resumption`, { reason: 'Verifica conclusa' });
  const after = await agreements.drafted([first], { renews: before });
  await agreements.inForce(after);
  await at.give(`${PROTOCOLS}/${after}/termination`, {
    ...{ noticeDate: DAYS.begins, effectiveDate: DAYS.begins, reason: 'Recesso del Comune' },
  });
  // It expires within the story.
  await agreements.inForce(await agreements.drafted([third], { durationMonths: 1 }));
}

/** An agency becomes a Punto INPS in another province: its agenda goes there with it. */
async function puntiInps(at: FixedInstallation): Promise<void> {
  const agenda = await openAgenda(at, { kind: 'UNIT_DESK', unit: AGENCY }, 'SERVIZI_GENERALI');
  await at.give(`${UNITS}/${AGENCY}/details`, { municipality: 'C773' });
  const point = await at.give(PUNTI_INPS, {
    ...{ name: 'Punto INPS di prova', ...IN_RIETI, address: { street: 'Via della Prova 1', postalCode: '02100' } },
    ...{ ground: 'LOW_COMPLEXITY', proposedBy: DIRECTORATE, referenceUnit: RIETI, replaces: AGENCY },
  });
  const of = `${PUNTI_INPS}/${point}`;
  await at.give(`${of}/establishment`, { act: { ...ACT, authority: 'Direttore generale' } });
  await at.give(`${of}/demand-analyses`, {
    ...{ periodFrom: '2025-01-01', periodUntil: '2025-12-31', source: 'Accessi 2025' },
    demand: [{ serviceId: 'duplicato-certificazione-unica', accesses: 420 }],
  });
  await at.give(`${of}/services`, {
    services: ['accoglienza-orientamento', 'delega-identita-digitale'].map((serviceId) => ({ serviceId })),
  });
  await at.give(`${of}/opening`, { agendaId: agenda });
  await at.give(`${of}/reference-unit`, { referenceUnit: OFFICE, reason: 'Riorganizzazione' });
}

async function openAgenda(at: FixedInstallation, owner: object, serviceLine: string): Promise<string> {
  const agenda = await at.give(AGENDAS, {
    ...{ owner, name: 'Sportello di prova', serviceLine, slotMinutes: 10, modes: ['IN_PERSON', 'PHONE_CALLBACK'] },
  });
  await at.give(`${AGENDAS}/${agenda}/opening-bands`, {
    ...{ weekday: weekdayOf(DAYS.desk), from: '09:00', to: '10:00', capacity: 1, validFrom: DAYS.begins },
  });
  return agenda;
}

async function appointments(at: FixedInstallation): Promise<void> {
  const agenda = await openAgenda(at, { kind: 'UNIT_DESK', unit: OFFICE }, 'PENSIONI');
  const day = (date: string): string => `${AGENDAS}/${agenda}/days/${date}/appointments`;
  const book = (date: string, start: string, person: number): Promise<string> =>
    at.give(day(date), {
      ...{ start, mode: 'IN_PERSON', serviceId: SERVICE_OF.PENSIONI, citizen: fictitiousPerson(person) },
    });
  const moved = await book(DAYS.desk, '09:00', 1);
  const cancelled = await book(DAYS.desk, '09:10', 2);
  const served = await book(DAYS.desk, '09:20', 3);
  // Who does not come: one is called, and one is not.
  const missed = await book(DAYS.desk, '09:30', 4);
  await book(DAYS.desk, '09:40', 6);
  await book(DAYS.displaced, '09:40', 5);
  await at.give(`${day(DAYS.desk)}/${moved}/rescheduling`, { to: { date: DAYS.displaced, start: '09:00' } });
  await at.give(`${day(DAYS.desk)}/${cancelled}/cancellation`, { reason: 'CANNOT_ATTEND' });
  const closure = await at.give(`${AGENDAS}/${agenda}/closures`, {
    ...{ from: DAYS.displaced, until: DAYS.displaced, reason: 'Guasto' },
  });
  await at.give(`${AGENDAS}/${agenda}/closures/${closure}/withdrawal`, {});
  await at.comeTo(DAYS.desk, 9, 25);
  for (const step of ['check-in', 'start']) await at.give(`${day(DAYS.desk)}/${served}/${step}`, {});
  await at.give(`${day(DAYS.desk)}/${served}/completion`, { servicesDelivered: [SERVICE_OF.PENSIONI], solved: true });
  await at.comeTo(DAYS.desk, 9, 31);
  for (let call = 1; call <= 3; call += 1) await at.give(`${day(DAYS.desk)}/${missed}/calls`, {});
  await at.comeTo(DAYS.afterwards, 8);
  await at.give('/rest/privacy/v1/erasures', {
    ...{ fiscalCode: fictitiousPerson(2).fiscalCode, ground: 'OBJECTION', reason: 'Richiesta' },
  });
  await at.give(`${AGENDAS}/${agenda}/termination`, { effectiveDate: DAYS.displaced });
}
