import { IsInt, Max, Min } from 'class-validator';
import { defineRefusals } from '#kernel/domain';
import { hostBody, hostBodyFacts, hostNotRegistered } from '#organisation';
import {
  actInFuture,
  requireActMade,
  defineCommandOn,
  fact,
  IsId,
  IsRealDate,
  IsRequiredObject,
  onItsDay,
} from '#use-cases';
import { MAX_PREMISES } from '../../domain/punto-inps/bounds.ts';
import { agreedAlready } from '../../domain/punto-inps/premises.ts';
import { LIVING, puntoInps, puntoInpsLife, wholeLife } from '../../domain/punto-inps/punto-inps.ts';
import { OnPuntoInps, puntoInpsId, PuntoInpsActInput, RUNNING_OFFICES } from './on-punto-inps.ts';

/** Records that another body lends a Punto INPS its premises. */
export class AgreeHostPremisesOfPuntoInps extends OnPuntoInps {
  /** Id of the hosting body. */
  @IsId()
  readonly hostBodyId!: string;

  /** What the premises cost in a year, in cents of a euro; 0 where they are free. */
  @IsInt()
  @Min(0)
  @Max(100_000_000_000)
  readonly yearlyCostCents!: number;

  /** First day of the agreement, yyyy-mm-dd; it may lie ahead. */
  @IsRealDate()
  readonly from!: string;

  /** Last day of the agreement (this day included), yyyy-mm-dd. */
  @IsRealDate()
  readonly until!: string;

  /** The agreement as an act. */
  @IsRequiredObject(() => PuntoInpsActInput)
  readonly act!: PuntoInpsActInput;
}

const refuse = defineRefusals({
  TOO_MANY_PREMISES:
    'The point has {limit} agreements on premises, and may have no more: annul one that never was, or propose another point.',
  PREMISES_ALREADY_AGREED:
    'Premises of this body are agreed from {from} to {until} by act {number} already: rectify the last day of that agreement, or annul it, before another one.',
  PREMISES_PERIOD_REVERSED: 'An agreement from {from} cannot end before, on {until}: correct one of the two.',
});

export const agreeHostPremisesOfPuntoInps = defineCommandOn(puntoInps)({
  input: AgreeHostPremisesOfPuntoInps,
  summary: 'Records that another body lends a Punto INPS its premises.',
  id: puntoInpsId,
  by: RUNNING_OFFICES,
  in: LIVING,
  legalDate: ({ from }) => from,
  needs: {
    host: fact(hostBody, ({ hostBodyId }: AgreeHostPremisesOfPuntoInps) => hostBodyId, hostBodyFacts),
  },
  refuses: [refuse, hostNotRegistered, actInFuture],
  decide: ({ hostBodyId, yearlyCostCents, from, until, act }, point, { host, today }) => {
    const { proposedOn, life } = point;
    requireActMade(act, today);
    if (!host) throw hostNotRegistered({ hostBodyId });
    if (until < from) throw refuse.PREMISES_PERIOD_REVERSED({ from, until });
    const agreed = puntoInpsLife.facts(life).filter(({ event }) => event.type === 'PuntoInpsHostPremisesAgreed');
    if (agreed.length >= MAX_PREMISES) throw refuse.TOO_MANY_PREMISES({ limit: MAX_PREMISES });
    const data = { host, yearlyCostCents, from, until, act: { ...act } };
    const same = agreedAlready(wholeLife(point).premises, data);
    if (same) throw refuse.PREMISES_ALREADY_AGREED({ from: same.from, until: same.until, number: same.act.number });
    // An agreement may be older than the proposal; for the point it counts from that day on.
    return [onItsDay({ type: 'PuntoInpsHostPremisesAgreed', data }, from < proposedOn ? proposedOn : from)];
  },
});
