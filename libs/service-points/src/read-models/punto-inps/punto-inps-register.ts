import { Type, type Static } from '@sinclair/typebox';
import { defineProjection, idOf, when, type RecordedEvent, type Sealed } from '#kernel/domain';
import { answerCalled, orNull } from '#use-cases';
import { LATEST, type JudgedFact, type Life } from '#use-cases/dated';
import {
  explained,
  HostBodyFacts,
  type HostBodyReference,
  Id,
  listOf,
  LocalDate,
  ProvinceCode,
  referenceTo,
  RegionCode,
  Revision,
  Text,
  Timestamp,
  whole,
  Word,
} from '#vocabulary';
import { puntoInpsEvents, type PuntoInpsEvent } from '../../domain/punto-inps/events.ts';
import { MAX_ANALYSES, MAX_ASSIGNMENTS, MAX_PREMISES } from '../../domain/punto-inps/bounds.ts';
import { puntoInpsLife } from '../../domain/punto-inps/punto-inps.ts';
import {
  Act,
  DemandForService,
  Ground,
  OfferedService,
  PuntoInpsState,
  PuntoInpsSuspension,
  UserGroup,
  Weekdays,
  type StaffPerson,
} from '../../domain/punto-inps/vocabulary.ts';
import { Address } from '../../domain/vocabulary.ts';

const DemandAnalysisAnswer = Type.Object(
  {
    analysisId: Id,
    periodFrom: LocalDate,
    periodUntil: explained(LocalDate, 'Last day (this day included).'),
    source: Text,
    demand: listOf(answerCalled('DemandForServiceAnswer', DemandForService), 200),
    analysedOn: LocalDate,
  },
  { $id: 'DemandAnalysisAnswer' },
);

/** Somebody of INPS who works there, without a name. */
const StaffAnswer = Type.Object(
  {
    assignmentId: Id,
    unit: explained(Word, 'Code of the unit of INPS that the person belongs to.'),
    from: LocalDate,
    until: orNull(LocalDate, 'Last day (this day included); null while nobody knows.'),
    releasedOn: orNull(LocalDate, 'First day on which the person is there no longer; null if nobody released them.'),
    weekdays: Weekdays,
  },
  { $id: 'PuntoInpsStaffAnswer' },
);

const PremisesAnswer = Type.Object(
  {
    host: answerCalled('PremisesHostAnswer', HostBodyFacts),
    yearlyCostCents: whole(0, 100_000_000_000, 'Cents of a euro.'),
    from: LocalDate,
    until: explained(LocalDate, 'Last day (this day included).'),
    act: answerCalled('PremisesActAnswer', Act),
  },
  { $id: 'PuntoInpsPremisesAnswer' },
);

const StandstillAnswer = Type.Object(
  { reason: PuntoInpsSuspension, from: LocalDate, until: orNull(LocalDate, 'Until when (this day not included).') },
  { $id: 'PuntoInpsStandstillAnswer' },
);

/** What everyone may know of a Punto INPS (T5): neither staff nor premises, nor any reason. */
const PublicFacts = {
  id: Id,
  name: Text,
  state: PuntoInpsState,
  region: RegionCode,
  province: ProvinceCode,
  municipality: Type.String({ maxLength: 4, description: 'Codice catastale.' }),
  address: answerCalled('PuntoInpsAddressAnswer', Address),
  ground: Ground,
  userGroups: listOf(UserGroup, 20, 'For whom it is; empty where it is for everybody of its territory.'),
  services: listOf(answerCalled('PuntoInpsServiceAnswer', OfferedService), 200, 'What it offers.'),
  openedOn: orNull(LocalDate, 'First day on which it received; null before it is opened.'),
};
export const PublicPuntoInps = Type.Object(PublicFacts, { $id: 'PublicPuntoInpsAnswer' });

/** A line of the register: what grows over the years of a point is told of each one alone. */
export const PuntoInpsSummary = Type.Object(
  {
    ...PublicFacts,
    proposedBy: explained(Word, 'Code of the unit that proposed it.'),
    referenceUnit: explained(Word, 'Code of its reference unit.'),
    replaces: orNull(Word, 'Code of the agency that it is made of.'),
    proposedOn: LocalDate,
    establishedOn: orNull(LocalDate),
    closedOn: orNull(LocalDate, 'First day on which it is there no longer.'),
    suspension: orNull(StandstillAnswer),
    changedAt: Timestamp,
    revision: Revision,
  },
  { $id: 'PuntoInpsSummaryAnswer' },
);

/** One point, with all that was recorded of its demand, staff and premises. */
export const PuntoInpsDetail = Type.Object({
  ...PuntoInpsSummary.properties,
  analyses: listOf(DemandAnalysisAnswer, MAX_ANALYSES),
  staff: listOf(StaffAnswer, MAX_ASSIGNMENTS),
  premises: listOf(PremisesAnswer, MAX_PREMISES, 'Agreements on its premises, in the order of their first days.'),
});
type PuntoInpsDetail = Static<typeof PuntoInpsDetail>;

/** Who an assignment is for, sealed. */
export interface SealedStaff {
  readonly assignmentId: string;
  readonly subject: string;
  readonly person: Sealed<StaffPerson>;
}

/** As stored: with all that was written of it. None of this is published. */
export type StoredPuntoInps = Omit<PuntoInpsDetail, 'premises'> & {
  /** Without the names of those who lend them. */
  readonly premises: readonly (Omit<PuntoInpsDetail['premises'][number], 'host'> & {
    readonly host: HostBodyReference;
  })[];
  readonly life: Life<PuntoInpsEvent>;
  readonly persons: readonly SealedStaff[];
  /** Whether it ever was established: what is known of it is public then (T5). */
  readonly established: 'YES' | 'NO';
};

/**
 * The register of Punti INPS: one document each. It is what follows from all facts in the order of their legal dates, so
 * that one that is recorded late changes what it should and nothing else.
 */
export const puntoInpsRegister = defineProjection<StoredPuntoInps>({
  name: 'punto-inps-register',
  version: 4,
  indexes: [
    { fields: ['proposedOn'] },
    { fields: ['region', 'proposedOn'] },
    { fields: ['province', 'proposedOn'] },
    { fields: ['referenceUnit', 'proposedOn'] },
    { fields: ['state', 'proposedOn'] },
    { fields: ['established', 'proposedOn'] },
    { fields: ['established', 'region', 'proposedOn'] },
    { fields: ['established', 'province', 'proposedOn'] },
    { fields: ['established', 'municipality', 'proposedOn'] },
  ],
  keys: ({ stream }) => [idOf(stream)],
  on: [when(puntoInpsEvents, (known: StoredPuntoInps | undefined, event) => lineAfter(known, event))],
});

type FactOf<T extends PuntoInpsEvent['type']> = Extract<PuntoInpsEvent, { readonly type: T }>['data'];

function lineAfter(known: StoredPuntoInps | undefined, event: RecordedEvent<PuntoInpsEvent>): StoredPuntoInps {
  const { recordedAt: changedAt, revision } = event;
  const life = puntoInpsLife.add(known?.life ?? [], event, event);
  const point = puntoInpsLife.judgedOn(life, LATEST);
  const facts = puntoInpsLife.facts(life).filter(({ counts }) => counts);
  const [proposal] = dataOf(facts, 'PuntoInpsProposed');
  if (point.status === 'ABSENT' || !proposal)
    throw new TypeError(`${event.type} in ${event.stream} before its proposal`);
  const { id, status: state, name, region, province, municipality, address, ground, referenceUnit, replaces } = point;
  const { proposedBy, proposedOn } = proposal;
  const [established] = dataOf(facts, 'PuntoInpsEstablished');
  const [opened] = dataOf(facts, 'PuntoInpsOpened');
  const [closed] = dataOf(facts, 'PuntoInpsClosed');
  return {
    ...{ id, name, state, region, province, municipality, address, ground, proposedBy, referenceUnit, proposedOn },
    userGroups: [...point.userGroups],
    services: [...point.services],
    replaces: replaces ?? null,
    establishedOn: established?.establishedOn ?? null,
    openedOn: opened?.openedOn ?? null,
    closedOn: closed?.closedOn ?? null,
    suspension: state === 'SUSPENDED' ? { ...point.suspension, until: point.suspension.until ?? null } : null,
    analyses: dataOf(facts, 'PuntoInpsDemandAnalysisRecorded'),
    staff: point.staff.map(({ assignmentId, unit, from, until, releasedOn, weekdays }) => ({
      ...{ assignmentId, unit, from, weekdays: [...weekdays] },
      ...{ until: until ?? null, releasedOn: releasedOn ?? null },
    })),
    premises: dataOf(facts, 'PuntoInpsHostPremisesAgreed').map(({ host, ...agreed }) => ({
      ...agreed,
      host: referenceTo(host),
    })),
    changedAt,
    revision,
    life,
    persons: dataOf(facts, 'PuntoInpsStaffAssigned').map(({ assignmentId, subject, person }) => ({
      ...{ assignmentId, subject, person },
    })),
    established: established ? 'YES' : 'NO',
  };
}

function dataOf<T extends PuntoInpsEvent['type']>(facts: readonly JudgedFact<PuntoInpsEvent>[], type: T): FactOf<T>[] {
  return facts.flatMap(({ event }) => (event.type === type ? [event.data as FactOf<T>] : []));
}
