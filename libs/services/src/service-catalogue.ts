import { defineRefusals } from '#kernel/domain';
import { SERVICE_CLASSES, type ServiceClass } from './service-classes.ts';

/** What an agenda is for: how much one person may have open is counted by it. */
export interface ServiceLine {
  readonly code: string;
  readonly name: string;
}

/** What a person comes for. */
export interface Service {
  readonly id: string;
  readonly name: string;
  /** For people who are written to in German (South Tyrol). */
  readonly germanName: string;
  /** Code of the line that it belongs to: agendas of that line deliver it. */
  readonly serviceLine: string;
  readonly serviceClass: ServiceClass;
  /** IPA code of the body whose service it is: points list those of other bodies, too. */
  readonly owner: string;
  /** Two persons come: who is served, and the one whom it is for or with. */
  readonly secondPerson: boolean;
}

// Data, in the words that people read. What is taken out stays in the log, where nothing is looked up again.
export const SERVICE_LINES: readonly ServiceLine[] = [
  { code: 'PENSIONI', name: 'Pensioni' },
  { code: 'CONTRIBUTI', name: 'Contributi' },
  { code: 'SOSTEGNO_REDDITO', name: 'Sostegno al reddito' },
  { code: 'FAMIGLIA', name: 'Famiglia e disabilità' },
  { code: 'CREDITO_WELFARE', name: 'Credito e welfare' },
  { code: 'SERVIZI_GENERALI', name: 'Servizi generali' },
];

/** IPA code of the institute. */
const INPS = 'inps';

// German names as the pages of the institute have them, where they do (inps.it/it/de, read in November 2026: Beitragskontoauszug,
// Rentenbescheinigung (ObisM-Formular), Rentenaufstellung, Bevollmächtigung der digitalen Identität); the others are our
// translation, in the words that those pages use.
type Row = Omit<Service, 'serviceClass' | 'owner' | 'secondPerson'> & { readonly secondPerson?: true };

const BY_CLASS: Readonly<Record<ServiceClass, readonly Row[]>> = {
  PRIMA_ACCOGLIENZA: [
    {
      id: 'accoglienza-orientamento',
      name: 'Accoglienza e orientamento',
      germanName: 'Empfang und Orientierung',
      serviceLine: 'SERVIZI_GENERALI',
    },
  ],
  CICLO_CHIUSO: [
    {
      id: 'delega-identita-digitale',
      name: "Delega dell'identità digitale",
      germanName: 'Bevollmächtigung der digitalen Identität',
      serviceLine: 'SERVIZI_GENERALI',
      secondPerson: true,
    },
  ],
  TEMPO_REALE: [
    {
      id: 'duplicato-certificazione-unica',
      name: 'Duplicato della Certificazione Unica',
      germanName: 'Duplikat der einheitlichen Bescheinigung (CU)',
      serviceLine: 'PENSIONI',
    },
  ],
  CONSULTAZIONE: [
    {
      id: 'estratto-conto-contributivo',
      name: 'Estratto conto contributivo',
      germanName: 'Beitragskontoauszug',
      serviceLine: 'CONTRIBUTI',
    },
    {
      id: 'consultazione-durc',
      name: 'Consultazione DURC',
      germanName: 'Einsichtnahme in die DURC (Sammelbescheinigung der Beitragsordnungsmäßigkeit)',
      serviceLine: 'CONTRIBUTI',
    },
    {
      id: 'certificazione-unica',
      name: 'Certificazione Unica',
      germanName: 'Einheitliche Bescheinigung (CU)',
      serviceLine: 'PENSIONI',
    },
    { id: 'obis-m', name: 'ObisM', germanName: 'Rentenbescheinigung (ObisM-Formular)', serviceLine: 'PENSIONI' },
    {
      id: 'cedolino-pensione',
      name: 'Cedolino della pensione',
      germanName: 'Rentenaufstellung',
      serviceLine: 'PENSIONI',
    },
    {
      id: 'stato-domanda',
      name: 'Stato di una domanda',
      germanName: 'Stand eines Antrags',
      serviceLine: 'SERVIZI_GENERALI',
    },
    {
      id: 'pagamenti-prestazioni',
      name: 'Pagamenti di prestazioni',
      germanName: 'Auszahlung von Leistungen',
      serviceLine: 'SOSTEGNO_REDDITO',
    },
  ],
  LAVORAZIONE_AMMINISTRATIVA: [
    {
      id: 'variazione-ufficio-pagatore',
      name: "Variazione dell'ufficio pagatore",
      germanName: 'Änderung der auszahlenden Stelle',
      serviceLine: 'PENSIONI',
    },
    {
      id: 'comunicazione-decesso',
      name: 'Comunicazione di decesso',
      germanName: 'Mitteilung eines Todesfalls',
      serviceLine: 'PENSIONI',
    },
    {
      id: 'variazione-residenza',
      name: 'Variazione di residenza',
      germanName: 'Änderung des Wohnsitzes',
      serviceLine: 'SERVIZI_GENERALI',
    },
  ],
  REMOTO: [
    {
      id: 'prenotazione-appuntamento',
      name: 'Prenotazione di un appuntamento',
      germanName: 'Vormerkung eines Termins',
      serviceLine: 'SERVIZI_GENERALI',
    },
    { id: 'quesito', name: 'Quesito', germanName: 'Anfrage', serviceLine: 'SERVIZI_GENERALI' },
    { id: 'sportello-remoto', name: 'Sportello remoto', germanName: 'Fernschalter', serviceLine: 'SERVIZI_GENERALI' },
  ],
};

export const SERVICES: readonly Service[] = SERVICE_CLASSES.flatMap((serviceClass) =>
  BY_CLASS[serviceClass].map((row) => ({ secondPerson: false, ...row, serviceClass, owner: INPS })),
);

const lineCodes = new Set(SERVICE_LINES.map(({ code }) => code));
const services = new Map(SERVICES.map((service) => [service.id, service]));

const refuse = defineRefusals({
  SERVICE_UNKNOWN:
    'The catalogue has no service {serviceId}: take an id from GET /rest/agenda/v1/services, which lists them.',
  SERVICE_LINE_UNKNOWN:
    'The catalogue has no service line {serviceLine}: take a code from GET /rest/agenda/v1/service-lines, which lists them.',
});

/** What {@link requireService} refuses. */
export const serviceUnknown = refuse.SERVICE_UNKNOWN;
/** What {@link requireServiceLine} refuses. */
export const serviceLineUnknown = refuse.SERVICE_LINE_UNKNOWN;

/**
 * Refuses a service that the catalogue does not have: what is booked goes by its id for ever.
 * @throws DomainError SERVICE_UNKNOWN
 */
export function requireService(serviceId: string): Service {
  const service = services.get(serviceId);
  if (!service) throw serviceUnknown({ serviceId });
  return service;
}

/**
 * Refuses a service line that the catalogue does not have: one mistyped would have a count of its own, and a person more
 * appointments than they may.
 * @throws DomainError SERVICE_LINE_UNKNOWN
 */
export function requireServiceLine(serviceLine: string): void {
  if (!lineCodes.has(serviceLine)) throw serviceLineUnknown({ serviceLine });
}
