import { ArrayMaxSize, ArrayMinSize, IsInt, IsOptional, Max, Min } from 'class-validator';
import { defineRefusals, deriveId } from '#kernel/domain';
import { requireService, serviceUnknown } from '#services';
import { defineCommandOn, IsRealDate, IsRequiredObjects, IsText, onItsDay } from '#use-cases';
import { MAX_ANALYSES } from '../../domain/punto-inps/bounds.ts';
import { LIVING, puntoInps, wholeLife } from '../../domain/punto-inps/punto-inps.ts';
import { dateInFuture, requireNotAhead } from '../on-punto-cliente.ts';
import { IsServiceId, OnPuntoInps, puntoInpsId, RUNNING_OFFICES } from './on-punto-inps.ts';

/** How many came, or are expected, for a service. */
export class DemandInput {
  /** Of the catalogue, which GET /rest/agenda/v1/services lists. */
  @IsServiceId()
  readonly serviceId!: string;

  /** In the period of the analysis. */
  @IsInt()
  @Min(0)
  @Max(100_000_000)
  readonly accesses!: number;
}

/** Records an analysis of the local demand, from which services in real time are chosen. */
export class RecordPuntoInpsDemandAnalysis extends OnPuntoInps {
  /** First day that it looks at, yyyy-mm-dd. */
  @IsRealDate()
  readonly periodFrom!: string;

  /** Last day that it looks at (this day included), yyyy-mm-dd. */
  @IsRealDate()
  readonly periodUntil!: string;

  /** Where its numbers come from. No personal data: it stays for ever. */
  @IsText(500)
  readonly source!: string;

  /** By service, each once. */
  @IsRequiredObjects(() => DemandInput)
  @ArrayMinSize(1)
  @ArrayMaxSize(50)
  readonly demand!: DemandInput[];

  /** Day of the analysis, which may be before the proposal that it grounds, yyyy-mm-dd; today when absent. */
  @IsOptional()
  @IsRealDate()
  readonly analysedOn?: string;
}

const refuse = defineRefusals({
  PERIOD_NOT_OBSERVED:
    'An analysis of {analysedOn} looks at a period that ends by then, and not before it begins: correct {periodFrom} or {periodUntil}.',
  TOO_MANY_ANALYSES:
    'The point has {limit} demand analyses, and may have no more: annul one that it does not need, then record this one.',
  DEMAND_COUNTED_TWICE: 'The analysis counts {serviceId} twice: give the accesses of each service once.',
});

/** An analysis of before the proposal, which it grounds, counts for the point from that on. */
export const recordPuntoInpsDemandAnalysis = defineCommandOn(puntoInps)({
  input: RecordPuntoInpsDemandAnalysis,
  summary: 'Records an analysis of the local demand, from which services in real time are chosen.',
  id: puntoInpsId,
  by: RUNNING_OFFICES,
  in: LIVING,
  legalDate: ({ analysedOn }) => analysedOn,
  refuses: [refuse, serviceUnknown, dateInFuture],
  decide: ({ periodFrom, periodUntil, source, demand }, point, known) => {
    const { commandId, legalDate: analysedOn, today } = known;
    requireNotAhead(analysedOn, today);
    if (periodUntil < periodFrom || periodUntil > analysedOn) {
      throw refuse.PERIOD_NOT_OBSERVED({ analysedOn, periodFrom, periodUntil });
    }
    if (wholeLife(point).analyses.length >= MAX_ANALYSES) throw refuse.TOO_MANY_ANALYSES({ limit: MAX_ANALYSES });
    const counted = new Set<string>();
    for (const { serviceId } of demand) {
      requireService(serviceId);
      if (counted.has(serviceId)) throw refuse.DEMAND_COUNTED_TWICE({ serviceId });
      counted.add(serviceId);
    }
    const analysisId = deriveId('DemandAnalysis', commandId);
    const data = { analysisId, periodFrom, periodUntil, source, demand: demand.map((row) => ({ ...row })), analysedOn };
    return [onItsDay({ type: 'PuntoInpsDemandAnalysisRecorded', data }, analysedOn)];
  },
});
