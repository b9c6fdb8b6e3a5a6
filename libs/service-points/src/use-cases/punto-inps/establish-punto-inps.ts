import { IsOptional } from 'class-validator';
import { actInFuture, defineCommandOn, IsRealDate, IsRequiredObject, requireActMade, within } from '#use-cases';
import { moving } from '../../domain/punto-inps/effect.ts';
import { puntoInps } from '../../domain/punto-inps/punto-inps.ts';
import { OnPuntoInps, puntoInpsId, PuntoInpsActInput, itsDayRefusals, requireItsDay } from './on-punto-inps.ts';

/** Establishes a Punto INPS that was proposed. */
export class EstablishPuntoInps extends OnPuntoInps {
  /** The act that decides it. */
  @IsRequiredObject(() => PuntoInpsActInput)
  readonly act!: PuntoInpsActInput;

  /** First day on which it is established, yyyy-mm-dd; today when absent. */
  @IsOptional()
  @IsRealDate()
  readonly establishedOn?: string;
}

/** Territories propose, the centre establishes (INPS circolare 96/2018). */
export const establishPuntoInps = defineCommandOn(puntoInps)({
  input: EstablishPuntoInps,
  summary: 'Establishes a Punto INPS that was proposed.',
  id: puntoInpsId,
  by: [within('central')],
  in: ['PROPOSED'],
  legalDate: ({ establishedOn }) => establishedOn,
  refuses: [...itsDayRefusals, actInFuture],
  decide: ({ act }, point, known) => {
    const { legalDate: establishedOn } = known;
    requireItsDay(point, known);
    requireActMade(act, known.today);
    const data = { establishedOn, act: { ...act } };
    return [moving(point, { type: 'PuntoInpsEstablished', data }, establishedOn, known)];
  },
});
