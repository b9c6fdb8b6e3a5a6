import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsOptional, IsUUID, Matches } from 'class-validator';
import { defineRefusals, deriveId } from '#kernel/domain';
import { dependenceOn, dependenceRefusals, IsUnitCode, territorialUnit } from '#organisation';
import { puntoCliente, puntoInps, type PuntoInps } from '#service-points';
import { requireServiceLine, serviceLineUnknown } from '#services';
import { defineCommandOn, fact, IsOneOf, IsRequiredObject, IsText, setting, matching } from '#use-cases';
import { agendaSettings } from '../agenda-settings.ts';
import { agenda } from '../domain/agenda/agenda.ts';
import type { AgendaProfile } from '../domain/events/agenda-events.ts';
import { MODES, OWNER_KINDS, type Mode, type OwnerKind } from '../domain/vocabulary.ts';
import { IsServiceLine, IsWhole } from './fields.ts';
import { OFFICES } from './on-agenda.ts';

const MONTH_AND_DAY = /^(0[13578]|1[02])-(0[1-9]|[12]\d|3[01])$|^(0[469]|11)-(0[1-9]|[12]\d|30)$|^02-(0[1-9]|1\d|2\d)$/;

/** To whom an agenda belongs. */
export class AgendaOwnerInput {
  @IsOneOf(OWNER_KINDS, 'AgendaOwnerKind')
  readonly kind!: OwnerKind;

  /** Code of the territorial unit; the agenda stands in its region and province. */
  @IsUnitCode()
  readonly unit!: string;

  /** Id of the Punto INPS, needed when the agenda is one's. */
  @IsOptional()
  @IsUUID()
  readonly point?: string;
}

/** Opens an agenda, which receives nobody before it has opening bands. */
export class OpenAgenda {
  @IsRequiredObject(() => AgendaOwnerInput)
  readonly owner!: AgendaOwnerInput;

  @IsText(200)
  readonly name!: string;

  /** Of the catalogue, which GET /rest/agenda/v1/service-lines lists: limits per person count by it. */
  @IsServiceLine()
  readonly serviceLine!: string;

  /** Length of a slot in minutes. */
  @IsWhole(1, 480)
  readonly slotMinutes!: number;

  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MODES.length)
  @ArrayUnique()
  @IsOneOf(MODES, 'AppointmentMode', { each: true })
  readonly modes!: Mode[];

  /** How many days ahead may be booked; as the installation says when absent. */
  @IsOptional()
  @IsWhole(1, 180)
  readonly horizonDays?: number;

  /** How many minutes before its start a slot may last be taken; as the installation says when absent. */
  @IsOptional()
  @IsWhole(0, 10_080)
  readonly noticeMinutes?: number;

  /** How many minutes a hold stands; as the installation says when absent. */
  @IsOptional()
  @IsWhole(1, 60)
  readonly holdMinutes?: number;

  /**
   * MM-DD of the patron saint, on whose day the place closes. When absent, it closes on the local holidays that are known of
   * the municipality of its unit or point; with it, on this day in place of those of the municipality.
   */
  @IsOptional()
  @Matches(
    MONTH_AND_DAY,
    matching({ message: '$property must be a day of the year, MM-DD', maxLength: 5, example: '06-29' }),
  )
  readonly patronSaint?: string;
}

const refuse = defineRefusals({
  UNIT_UNKNOWN: 'There is no unit {unit}: establish it first, or correct the code.',
  UNIT_CLOSED: 'The unit {unit} is there no longer since {closedOn}: name one that is there.',
  UNIT_HAS_NO_PROVINCE: 'The unit {unit} belongs to no province, where people could come: name one that does.',
  PUNTO_CLIENTE_HAS_NO_AGENDA: 'A Punto Cliente has no agenda: it books at those of INPS. Name a Punto INPS.',
  POINT_REQUIRED: 'An agenda of a {owner} belongs to a point: name it as owner.point.',
  PUNTO_INPS_UNKNOWN: 'There is no Punto INPS {point}: propose it first, or correct owner.point.',
  PUNTO_INPS_WITHOUT_AGENDA:
    'The Punto INPS is {state}, and agendas are opened for one that is established and not closed: choose another.',
  UNIT_NOT_OF_POINT: 'The reference unit of the Punto INPS is {referenceUnit}: name it as owner.unit.',
});

export const openAgenda = defineCommandOn(agenda)({
  input: OpenAgenda,
  summary: 'Opens an agenda, which receives nobody before it has opening bands.',
  id: (_input, commandId) => deriveId('Agenda', commandId),
  by: OFFICES,
  in: ['ABSENT'],
  needs: {
    unit: fact(
      territorialUnit,
      ({ owner }: OpenAgenda) => owner.unit,
      (state) => (state.status === 'ABSENT' ? undefined : state),
    ),
    isPuntoCliente: fact(
      puntoCliente,
      ({ owner }: OpenAgenda) => owner.point,
      ({ status }) => status !== 'ABSENT',
    ),
    point: fact(
      puntoInps,
      ({ owner }: OpenAgenda) => owner.point,
      (state) => (state.status === 'ABSENT' ? undefined : state),
    ),
    usual: setting(agendaSettings, ({ horizonDays, noticeMinutes, holdMinutes }) => ({
      ...{ horizonDays, noticeMinutes, holdMinutes },
    })),
  },
  whereFacts: ({ unit, point }) => {
    if (point) return puntoInps.scopeOf(point);
    return unit?.province === undefined ? undefined : territorialUnit.scopeOf(unit);
  },
  claims: ({ owner }, _absent, { id }) => [dependenceOn(owner.unit, { kind: 'AGENDA', id })],
  refuses: [refuse, serviceLineUnknown, ...dependenceRefusals],
  decide: ({ owner, ...wanted }, _absent, { id, unit, usual, isPuntoCliente, point }) => {
    requireServiceLine(wanted.serviceLine);
    if (!unit) throw refuse.UNIT_UNKNOWN({ unit: owner.unit });
    if (unit.status === 'CLOSED') throw refuse.UNIT_CLOSED({ unit: owner.unit, closedOn: unit.closedOn });
    const { code } = unit;
    const { region, province, municipality } = point ?? unit;
    if (region === undefined || province === undefined) throw refuse.UNIT_HAS_NO_PROVINCE({ unit: code });
    if (isPuntoCliente) throw refuse.PUNTO_CLIENTE_HAS_NO_AGENDA();
    if (owner.kind === 'PUNTO_INPS' && owner.point === undefined) throw refuse.POINT_REQUIRED({ owner: owner.kind });
    if (owner.point !== undefined) requireAgendaOf(point, owner);
    const place = { region, province, unit: code, ...(municipality === undefined ? {} : { municipality }) };
    // Nobody books before the point is open (K3); what follows it tells the agenda when it is.
    const awaits = point?.status === 'ESTABLISHED' ? { awaitsPoint: true as const } : {};
    const profile: AgendaProfile = { ...usual, owner: ownerOf(owner), ...wanted, agendaId: id, ...place, ...awaits };
    return [{ type: 'AgendaOpened', data: profile }];
  },
});

/**
 * An agenda is opened for a Punto INPS from its establishment on (K3), at its reference unit.
 * @throws DomainError PUNTO_INPS_UNKNOWN | PUNTO_INPS_WITHOUT_AGENDA | UNIT_NOT_OF_POINT
 */
function requireAgendaOf(point: PuntoInps | undefined, { unit, point: id }: AgendaOwnerInput): void {
  if (!point) throw refuse.PUNTO_INPS_UNKNOWN({ point: id ?? null });
  const { status: state, referenceUnit } = point;
  if (state === 'PROPOSED' || state === 'CLOSED') throw refuse.PUNTO_INPS_WITHOUT_AGENDA({ state });
  if (unit !== referenceUnit) throw refuse.UNIT_NOT_OF_POINT({ referenceUnit });
}

function ownerOf({ kind, unit, point }: AgendaOwnerInput): AgendaProfile['owner'] {
  return { kind, unit, ...(point === undefined ? {} : { point }) };
}
