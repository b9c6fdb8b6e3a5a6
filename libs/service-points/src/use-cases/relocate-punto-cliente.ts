import { IsOptional } from 'class-validator';
import { defineRefusals } from '#kernel/domain';
import { italy, placeRefusals, requirePlace } from '#organisation';
import { defineCommandOn, IsCadastralCode, IsProvinceCode, IsRealDate, IsRequiredObject } from '#use-cases';
import { takingEffect } from '../domain/legal-effect.ts';
import { puntoCliente } from '../domain/punto-cliente.ts';
import { dateInFuture, OFFICES, OnPuntoCliente, pointId, requireNotAhead } from './on-punto-cliente.ts';
import { AddressInput } from './request-punto-cliente.ts';

/** Moves a point to another address of its region. */
export class RelocatePuntoCliente extends OnPuntoCliente {
  /** ISTAT code. */
  @IsProvinceCode()
  readonly province!: string;

  /** Codice catastale: a capital letter and three digits. */
  @IsCadastralCode()
  readonly municipality!: string;

  @IsRequiredObject(() => AddressInput)
  readonly address!: AddressInput;

  /** First day at the new address, yyyy-mm-dd; today when absent. */
  @IsOptional()
  @IsRealDate()
  readonly relocatedOn?: string;
}

const refuse = defineRefusals({
  ALREADY_THERE: 'The point stands at that address already: name another.',
});

/** Its protocol is of one region: a point that goes to another is requested anew there. */
export const relocatePuntoCliente = defineCommandOn(puntoCliente)({
  input: RelocatePuntoCliente,
  summary: 'Moves a point to another address of its region.',
  id: pointId,
  by: OFFICES,
  in: ['APPROVED', 'ACTIVE', 'SUSPENDED', 'DEACTIVATED'],
  legalDate: ({ relocatedOn }) => relocatedOn,
  refuses: [refuse, dateInFuture, ...placeRefusals],
  decide: ({ province, municipality, address }, point, known) => {
    const { legalDate: relocatedOn, today } = known;
    requireNotAhead(relocatedOn, today);
    const { kind, region, ...stands } = point;
    requirePlace(italy, { region, province, municipality }, relocatedOn);
    const { street, postalCode } = address;
    const isSame =
      stands.province === province &&
      stands.municipality === municipality &&
      stands.address.street === street &&
      stands.address.postalCode === postalCode;
    if (isSame) throw refuse.ALREADY_THERE();
    const previous = { province: stands.province, municipality: stands.municipality, address: stands.address };
    const place = { province, municipality, address: { street, postalCode } };
    const data = { kind, ...place, previous, relocatedOn };
    return [takingEffect(point, { type: 'PuntoClienteRelocated', data }, relocatedOn, known)];
  },
});
