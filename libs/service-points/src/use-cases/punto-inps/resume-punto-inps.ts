import { IsOptional } from 'class-validator';
import { defineCommandOn, IsRealDate } from '#use-cases';
import { withEndsByNow } from '#use-cases/dated';
import { moving } from '../../domain/punto-inps/effect.ts';
import { endsOfPuntoInpsByNow } from '../../domain/punto-inps/ends-by-now.ts';
import { puntoInps, puntoInpsLife } from '../../domain/punto-inps/punto-inps.ts';
import { DECIDING_OFFICES, OnPuntoInps, puntoInpsId, itsDayRefusals, requireItsDay } from './on-punto-inps.ts';

/** Resumes a Punto INPS that was suspended. */
export class ResumePuntoInps extends OnPuntoInps {
  /** First day on which it receives again, yyyy-mm-dd; today when absent. */
  @IsOptional()
  @IsRealDate()
  readonly resumedOn?: string;
}

export const resumePuntoInps = defineCommandOn(puntoInps)({
  input: ResumePuntoInps,
  summary: 'Resumes a Punto INPS that was suspended.',
  id: puntoInpsId,
  by: DECIDING_OFFICES,
  in: ['SUSPENDED'],
  legalDate: ({ resumedOn }) => resumedOn,
  refuses: [...itsDayRefusals],
  decide: (_resumption, point, known) => {
    const { legalDate: resumedOn } = known;
    requireItsDay(point, known);
    const resumption = moving(point, { type: 'PuntoInpsResumed', data: { resumedOn, byHand: true } }, resumedOn, known);
    // Told late, it may leave another suspension to its own end, which has come.
    return withEndsByNow(puntoInpsLife, point.life, [resumption], known, endsOfPuntoInpsByNow);
  },
});
