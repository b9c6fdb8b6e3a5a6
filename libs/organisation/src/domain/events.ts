import { Type, type Static } from '@sinclair/typebox';
import { defineEvent, type EventsOf } from '#kernel/domain';
import { rectificationOf } from '#use-cases/dated';
import { CadastralCode, Demonstration, HostBodyKind, Id, LocalDate, ProvinceCode, RegionCode, Text } from '#vocabulary';
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
    /** Where it has its seat, codice catastale; events of before do not say. */
    municipality: Type.Optional(CadastralCode),
    /** Area Organizzativa Omogenea: the office that keeps a protocol register (D.P.R. 445/2000, art. 50). */
    aooCode: Text,
    /** Certified mailbox. */
    pec: Text,
    /** First day it is there; events of before do not say. */
    establishedOn: Type.Optional(LocalDate),
    demonstration: Demonstration,
  }),
});

/** The act that decides a change of the organisation. */
const OrganisationAct = Type.Object({ authority: Text, number: Text, date: LocalDate });

/** A unit is of another kind from a day on: an agency becomes complex, a directorate a metropolitan coordination. */
export const TerritorialUnitReclassified = defineEvent({
  type: 'TerritorialUnitReclassified',
  schema: Type.Object({
    code: Text,
    kind: UnitKind,
    /** On the day before. */
    previousKind: UnitKind,
    /** First day under this kind. */
    effectiveDate: LocalDate,
    act: Type.Optional(OrganisationAct),
  }),
});

/** A unit stands under another from a day on. */
export const TerritorialUnitReassigned = defineEvent({
  type: 'TerritorialUnitReassigned',
  schema: Type.Object({
    code: Text,
    /** Code of the unit above. */
    parent: Text,
    /** On the day before, where it stood under one. */
    previousParent: Type.Optional(Text),
    /** First day under this parent. */
    effectiveDate: LocalDate,
    act: Type.Optional(OrganisationAct),
  }),
});

/** What may change of a unit but its kind and place in the tree, as it is. */
const UnitDetails = { name: Text, municipality: CadastralCode, aooCode: Text, pec: Text };

/** A unit is called otherwise, has moved, or has another office of protocol or mailbox, from a day on. */
export const TerritorialUnitDetailsChanged = defineEvent({
  type: 'TerritorialUnitDetailsChanged',
  schema: Type.Object({
    code: Text,
    ...Type.Partial(Type.Object(UnitDetails)).properties,
    /** First day. */
    effectiveDate: LocalDate,
    act: Type.Optional(OrganisationAct),
    /** As they stand once that is recorded: a change of a later day may have been before. */
    standing: Type.Object({ ...UnitDetails, municipality: Type.Optional(CadastralCode) }),
  }),
});

/** A unit is there no longer; its code is never given again. */
export const TerritorialUnitClosed = defineEvent({
  type: 'TerritorialUnitClosed',
  schema: Type.Object({
    code: Text,
    kind: UnitKind,
    /** First day on which it is there no longer. */
    closedOn: LocalDate,
    reason: Text,
    act: Type.Optional(OrganisationAct),
  }),
});

/** What of a unit can be corrected, by the events that have it. */
const RectifiedUnitFields = Type.Partial(
  Type.Object({
    kind: UnitKind,
    parent: Text,
    ...UnitDetails,
    establishedOn: LocalDate,
    effectiveDate: LocalDate,
    closedOn: LocalDate,
  }),
);

const Since = Type.Object({ from: Type.Optional(LocalDate) });

/** An event of a unit was wrong. */
export const TerritorialUnitRectified = defineEvent({
  type: 'TerritorialUnitRectified',
  schema: rectificationOf(RectifiedUnitFields, {
    code: Text,
    /** Legal day that the fact had until now; where an annulment is annulled, the day that it has again. */
    on: LocalDate,
    /** What stands once that is corrected. */
    standing: Type.Object({
      state: Type.Union([Type.Literal('ESTABLISHED'), Type.Literal('CLOSED')]),
      aooCode: Text,
      pec: Text,
      // Events of before do not say these two, which were not corrected then.
      name: Type.Optional(Text),
      municipality: Type.Optional(CadastralCode),
      establishedOn: Type.Optional(LocalDate),
      closedOn: Type.Optional(LocalDate),
      kinds: Type.Array(Type.Object({ ...Since.properties, value: UnitKind })),
      parents: Type.Array(Type.Object({ ...Since.properties, value: Text })),
    }),
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
  /** Where it has its seat, codice catastale; details of before do not say. */
  municipality: Type.Optional(CadastralCode),
});
export type HostBodyDetails = Static<typeof HostBodyDetails>;

export const HostBodyRegistered = defineEvent({
  type: 'HostBodyRegistered',
  schema: Type.Object({
    id: Id,
    kind: HostBodyKind,
    ...HostBodyDetails.properties,
    demonstration: Demonstration,
    /** It is no older than claims of coverage: each protocol over a point of it has claimed the days of that point. */
    keepsCoverage: Type.Optional(Type.Literal(true)),
  }),
});

/** All details as they stand after the correction. */
export const HostBodyDetailsCorrected = defineEvent({ type: 'HostBodyDetailsCorrected', schema: HostBodyDetails });

export const territorialUnitEvents = [
  TerritorialUnitEstablished,
  TerritorialUnitReclassified,
  TerritorialUnitReassigned,
  TerritorialUnitDetailsChanged,
  TerritorialUnitClosed,
  TerritorialUnitRectified,
] as const;
export type TerritorialUnitEvent = EventsOf<typeof territorialUnitEvents>;

export const hostBodyEvents = [HostBodyRegistered, HostBodyDetailsCorrected] as const;
export type HostBodyEvent = EventsOf<typeof hostBodyEvents>;
