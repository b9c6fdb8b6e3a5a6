import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsOptional, Matches } from 'class-validator';
import { defineRefusals, deriveId } from '#kernel/domain';
import { dependenceOn, dependenceRefusals, IsUnitCode, territorialUnit } from '#organisation';
import { puntoCliente, puntoInps } from '#service-points';
import { requireServiceLine, serviceLineUnknown } from '#services';
import { defineCommandOn, fact, IsId, IsOneOf, IsRequiredObject, IsText, setting, matching } from '#use-cases';
import { agendaSettings } from '../agenda-settings.ts';
import { agenda } from '../domain/agenda/agenda.ts';
import { servicesOfLine } from '../domain/delivered-services.ts';
import type { AgendaProfile } from '../domain/events/agenda-events.ts';
import { MODES, OWNER_KINDS, type Mode, type OwnerKind } from '../domain/vocabulary.ts';
import { IsServiceLine, IsWhole } from './fields.ts';
import { OFFICES } from './on-agenda.ts';
import { ownerRefusals, placeOfOwner, requirePointOfOwner } from './place-of-owner.ts';

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
  @IsId()
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
  PUNTO_CLIENTE_HAS_NO_AGENDA: 'A Punto Cliente has no agenda: it books at those of INPS. Name a Punto INPS.',
  POINT_REQUIRED: 'An agenda of a {owner} belongs to a point: name it as owner.point.',
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
    if (point) return [puntoInps.scopeOf(point)];
    return unit?.province === undefined ? [] : [territorialUnit.scopeOf(unit)];
  },
  claims: ({ owner }, _absent, { id }) => [dependenceOn(owner.unit, { kind: 'AGENDA', id })],
  refuses: [refuse, ...ownerRefusals, serviceLineUnknown, ...dependenceRefusals],
  decide: ({ owner, ...wanted }, _absent, { id, unit, usual, isPuntoCliente, point }) => {
    requireServiceLine(wanted.serviceLine);
    const place = placeOfOwner(owner, { unit, point });
    if (isPuntoCliente) throw refuse.PUNTO_CLIENTE_HAS_NO_AGENDA();
    if (owner.kind === 'PUNTO_INPS' && owner.point === undefined) throw refuse.POINT_REQUIRED({ owner: owner.kind });
    if (owner.point !== undefined) requirePointOfOwner(point, owner);
    // Nobody books before the point is open (K3); what follows it tells the agenda when it is.
    const awaits = point?.status === 'ESTABLISHED' ? { awaitsPoint: true as const } : {};
    const offered = point ? { services: servicesOfLine(point.services, wanted.serviceLine) } : {};
    const profile: AgendaProfile = {
      ...{ ...usual, owner: ownerOf(owner), ...wanted, agendaId: id, ...place, ...awaits, ...offered },
    };
    return [{ type: 'AgendaOpened', data: profile }];
  },
});

function ownerOf({ kind, unit, point }: AgendaOwnerInput): AgendaProfile['owner'] {
  return { kind, unit, ...(point === undefined ? {} : { point }) };
}
