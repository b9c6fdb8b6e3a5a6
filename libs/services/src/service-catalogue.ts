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

type Row = Omit<Service, 'serviceClass' | 'owner' | 'secondPerson'> & { readonly secondPerson?: true };

const BY_CLASS: Readonly<Record<ServiceClass, readonly Row[]>> = {
  PRIMA_ACCOGLIENZA: [
    { id: 'accoglienza-orientamento', name: 'Accoglienza e orientamento', serviceLine: 'SERVIZI_GENERALI' },
  ],
  CICLO_CHIUSO: [
    {
      ...{ id: 'delega-identita-digitale', name: "Delega dell'identità digitale", serviceLine: 'SERVIZI_GENERALI' },
      secondPerson: true,
    },
  ],
  TEMPO_REALE: [
    { id: 'duplicato-certificazione-unica', name: 'Duplicato della Certificazione Unica', serviceLine: 'PENSIONI' },
  ],
  CONSULTAZIONE: [
    { id: 'estratto-conto-contributivo', name: 'Estratto conto contributivo', serviceLine: 'CONTRIBUTI' },
    { id: 'consultazione-durc', name: 'Consultazione DURC', serviceLine: 'CONTRIBUTI' },
    { id: 'certificazione-unica', name: 'Certificazione Unica', serviceLine: 'PENSIONI' },
    { id: 'obis-m', name: 'ObisM', serviceLine: 'PENSIONI' },
    { id: 'cedolino-pensione', name: 'Cedolino della pensione', serviceLine: 'PENSIONI' },
    { id: 'stato-domanda', name: 'Stato di una domanda', serviceLine: 'SERVIZI_GENERALI' },
    { id: 'pagamenti-prestazioni', name: 'Pagamenti di prestazioni', serviceLine: 'SOSTEGNO_REDDITO' },
  ],
  LAVORAZIONE_AMMINISTRATIVA: [
    { id: 'variazione-ufficio-pagatore', name: "Variazione dell'ufficio pagatore", serviceLine: 'PENSIONI' },
    { id: 'comunicazione-decesso', name: 'Comunicazione di decesso', serviceLine: 'PENSIONI' },
    { id: 'variazione-residenza', name: 'Variazione di residenza', serviceLine: 'SERVIZI_GENERALI' },
  ],
  REMOTO: [
    { id: 'prenotazione-appuntamento', name: 'Prenotazione di un appuntamento', serviceLine: 'SERVIZI_GENERALI' },
    { id: 'quesito', name: 'Quesito', serviceLine: 'SERVIZI_GENERALI' },
    { id: 'sportello-remoto', name: 'Sportello remoto', serviceLine: 'SERVIZI_GENERALI' },
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
