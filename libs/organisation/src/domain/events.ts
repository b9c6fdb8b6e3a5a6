import { Type, type Static } from '@sinclair/typebox';
import { defineEvent, type EventsOf } from '#kernel';
import { UNIT_KIND_NAMES } from './unit-kinds.ts';

const Text = Type.String({ minLength: 1 });
const LocalDate = Type.String({ pattern: String.raw`^\d{4}-\d{2}-\d{2}$` });
/** ISTAT code of a region. */
const RegionCode = Type.String({ pattern: String.raw`^\d{2}$` });
/** ISTAT code of a province or metropolitan city. */
const ProvinceCode = Type.String({ pattern: String.raw`^\d{3}$` });
/** True for what a demonstration invented. */
const Demonstration = Type.Optional(Type.Literal(true));

export const TerritorialUnitEstablished = defineEvent({
  type: 'TerritorialUnitEstablished',
  schema: Type.Object({
    code: Text,
    kind: Type.Union(UNIT_KIND_NAMES.map((kind) => Type.Literal(kind))),
    name: Text,
    /** Code of the unit above. */
    parent: Type.Optional(Text),
    region: Type.Optional(RegionCode),
    province: Type.Optional(ProvinceCode),
    /** Area Organizzativa Omogenea: the office that keeps a protocol register (D.P.R. 445/2000, art. 50). */
    aooCode: Text,
    /** Certified mailbox. */
    pec: Text,
    demonstration: Demonstration,
  }),
});

export const HOST_BODY_KINDS = ['PUBLIC_ADMINISTRATION', 'RECOGNISED_ASSOCIATION'] as const;
export type HostBodyKind = (typeof HOST_BODY_KINDS)[number];

/** The act that recognises an association (D.P.R. 361/2000). */
export const RecognitionAct = Type.Object({ authority: Text, number: Text, date: LocalDate });
export type RecognitionAct = Static<typeof RecognitionAct>;

const HostBodyDetails = Type.Object({
  name: Text,
  fiscalCode: Text,
  /** Code in the Indice dei domicili digitali delle Pubbliche Amministrazioni. */
  ipaCode: Type.Optional(Text),
  recognitionAct: Type.Optional(RecognitionAct),
  region: RegionCode,
  province: ProvinceCode,
});
export type HostBodyDetails = Static<typeof HostBodyDetails>;

export const HostBodyRegistered = defineEvent({
  type: 'HostBodyRegistered',
  schema: Type.Object({
    id: Text,
    kind: Type.Union([Type.Literal('PUBLIC_ADMINISTRATION'), Type.Literal('RECOGNISED_ASSOCIATION')]),
    ...HostBodyDetails.properties,
    demonstration: Demonstration,
  }),
});

/** All details as they stand after the correction. */
export const HostBodyDetailsCorrected = defineEvent({ type: 'HostBodyDetailsCorrected', schema: HostBodyDetails });

export const territorialUnitEvents = [TerritorialUnitEstablished] as const;
export type TerritorialUnitEvent = EventsOf<typeof territorialUnitEvents>;

export const hostBodyEvents = [HostBodyRegistered, HostBodyDetailsCorrected] as const;
export type HostBodyEvent = EventsOf<typeof hostBodyEvents>;
