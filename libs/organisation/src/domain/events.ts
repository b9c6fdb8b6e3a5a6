import { Type, type Static } from '@sinclair/typebox';
import { defineEvent, type EventsOf } from '#kernel/domain';
import { Demonstration, HostBodyKind, Id, LocalDate, ProvinceCode, RegionCode, Text } from '#vocabulary';
import { UnitKind } from './unit-kinds.ts';

export const TerritorialUnitEstablished = defineEvent({
  type: 'TerritorialUnitEstablished',
  schema: Type.Object({
    code: Text,
    kind: UnitKind,
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
    id: Id,
    kind: HostBodyKind,
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
