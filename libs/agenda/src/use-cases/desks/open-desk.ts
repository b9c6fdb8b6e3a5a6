import { IsOptional } from 'class-validator';
import { deriveId } from '#kernel/domain';
import { dependenceOn, dependenceRefusals, IsUnitCode, territorialUnit } from '#organisation';
import { puntoInps } from '#service-points';
import { defineCommandOn, fact, IsId, IsRequiredObject, IsText } from '#use-cases';
import { desk } from '../../domain/desks/desk.ts';
import { OFFICES } from '../on-agenda.ts';
import { ownerRefusals, placeOfOwner, requirePointOfOwner } from '../place-of-owner.ts';

/** Whose a desk is. */
export class DeskOwnerInput {
  /** Code of the territorial unit; the desk stands in its region and province. */
  @IsUnitCode()
  readonly unit!: string;

  /** Id of the Punto INPS, when the desk is one's. */
  @IsOptional()
  @IsId()
  readonly point?: string;
}

/** Opens a desk, which bands of agendas may name. */
export class OpenDesk {
  @IsRequiredObject(() => DeskOwnerInput)
  readonly owner!: DeskOwnerInput;

  /** What people find it by, for example `Sportello 3`. */
  @IsText(200)
  readonly name!: string;
}

export const openDesk = defineCommandOn(desk)({
  input: OpenDesk,
  summary: 'Opens a desk of a unit or a Punto INPS, at which bands of several agendas take turns.',
  id: (_input, commandId) => deriveId('Desk', commandId),
  by: OFFICES,
  in: ['ABSENT'],
  needs: {
    unit: fact(
      territorialUnit,
      ({ owner }: OpenDesk) => owner.unit,
      (state) => (state.status === 'ABSENT' ? undefined : state),
    ),
    point: fact(
      puntoInps,
      ({ owner }: OpenDesk) => owner.point,
      (state) => (state.status === 'ABSENT' ? undefined : state),
    ),
  },
  whereFacts: ({ unit, point }) => {
    if (point) return [puntoInps.scopeOf(point)];
    return unit?.province === undefined ? [] : [territorialUnit.scopeOf(unit)];
  },
  claims: ({ owner }, _absent, { id }) => [dependenceOn(owner.unit, { kind: 'DESK', id })],
  refuses: [...ownerRefusals, ...dependenceRefusals],
  decide: ({ owner, name }, _absent, { id, unit, point }) => {
    const { municipality: _municipality, ...place } = placeOfOwner(owner, { unit, point });
    if (owner.point !== undefined) requirePointOfOwner(point, owner);
    const whose = { unit: owner.unit, ...(owner.point === undefined ? {} : { point: owner.point }) };
    return [{ type: 'DeskOpened', data: { deskId: id, name, owner: whose, ...place } }];
  },
});
