import { Type, type Static } from '@sinclair/typebox';
import { Id, LocalDate, oneOf, Text, whole, Word } from '#vocabulary';

/** The life of a Punto INPS. */
export const PUNTO_INPS_STATES = ['PROPOSED', 'ESTABLISHED', 'OPEN', 'SUSPENDED', 'CLOSED'] as const;
export const PuntoInpsState = oneOf(PUNTO_INPS_STATES, 'PuntoInpsState');
export type PuntoInpsStatus = Static<typeof PuntoInpsState>;

/** For whom there is a Punto INPS (K1; INPS circolare 119/2011): a territory of low complexity, or groups of users. */
export const GROUNDS = ['LOW_COMPLEXITY', 'USER_GROUPS'] as const;
export const Ground = oneOf(GROUNDS, 'PuntoInpsGround');
export type Ground = Static<typeof Ground>;

/** Groups of users for whom there may be a Punto INPS. Data, in the words that people read; nobody is refused by it. */
export const USER_GROUPS = [
  { code: 'PENSIONATI', name: 'Pensionati' },
  { code: 'PERSONE_CON_DISABILITA', name: 'Persone con disabilità' },
  { code: 'FAMIGLIE', name: 'Famiglie' },
  { code: 'DISOCCUPATI', name: 'Persone in cerca di occupazione' },
  { code: 'LAVORATORI_AGRICOLI', name: 'Lavoratori agricoli' },
  { code: 'LAVORATORI_STAGIONALI', name: 'Lavoratori stagionali' },
  { code: 'LAVORATORI_DOMESTICI', name: 'Lavoratori domestici' },
  { code: 'CITTADINI_STRANIERI', name: 'Cittadini stranieri' },
] as const;
export const USER_GROUP_CODES = USER_GROUPS.map(({ code }) => code);
export const UserGroup = oneOf(USER_GROUP_CODES, 'UserGroup');
export type UserGroup = Static<typeof UserGroup>;

/** Classes of service that a Punto INPS has (INPS circolare 119/2011), and no other. */
export const PUNTO_INPS_CLASSES = ['PRIMA_ACCOGLIENZA', 'CICLO_CHIUSO', 'TEMPO_REALE'] as const;

/** Why a Punto INPS is suspended. */
export const PUNTO_INPS_SUSPENSIONS = ['PREMISES', 'STAFF', 'SECURITY', 'TECHNICAL'] as const;
export const PuntoInpsSuspension = oneOf(PUNTO_INPS_SUSPENSIONS, 'PuntoInpsSuspension');
export type PuntoInpsSuspension = Static<typeof PuntoInpsSuspension>;

/** Why a Punto INPS is suspended, and until when if that is known (first day on which it receives again). */
export const PuntoInpsStandstill = Type.Object({
  reason: PuntoInpsSuspension,
  from: LocalDate,
  until: Type.Optional(LocalDate),
});
export type PuntoInpsStandstill = Readonly<Static<typeof PuntoInpsStandstill>>;

/** Why a Punto INPS is closed. */
export const PUNTO_INPS_CLOSURES = ['REORGANISATION', 'LOW_DEMAND', 'PREMISES', 'STAFF'] as const;
export const PuntoInpsClosure = oneOf(PUNTO_INPS_CLOSURES, 'PuntoInpsClosure');
export type PuntoInpsClosure = Static<typeof PuntoInpsClosure>;

/** The act by which an office decides. */
export const Act = Type.Object({ authority: Text, number: Word, date: LocalDate });
export type Act = Static<typeof Act>;

/** What a Punto INPS offers; one of class TEMPO_REALE names the demand analysis that grounds it. */
export const OfferedService = Type.Object({ serviceId: Id, analysisId: Type.Optional(Id) });
export type OfferedService = Static<typeof OfferedService>;

/** How many came, or are expected, for a service in the period of an analysis. */
export const DemandForService = Type.Object({ serviceId: Id, accesses: whole(0, 100_000_000) });

/** 1 (Monday) to 7 (Sunday). */
export const Weekdays = Type.Array(whole(1, 7), { minItems: 1, maxItems: 7 });

/** Who is assigned, as sealed. */
export const StaffPerson = Type.Object({ fiscalCode: Word, givenName: Text, familyName: Text });
export type StaffPerson = Static<typeof StaffPerson>;

/** The field that who is assigned is sealed for. */
export const STAFF_FIELD = 'PuntoInpsStaffAssigned.person';
