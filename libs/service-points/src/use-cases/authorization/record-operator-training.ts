import { IsOptional } from 'class-validator';
import { defineCommandOn, IsRealDate, IsText, onItsDay, within } from '#use-cases';
import { operatorAuthorization } from '../../domain/authorization/operator-authorization.ts';
import { dateInFuture, requireNotAhead } from '../on-punto-cliente.ts';
import { authorizationId, OnOperatorAuthorization } from './on-operator-authorization.ts';

/** Records that the operator was trained. */
export class RecordOperatorTraining extends OnOperatorAuthorization {
  /** What the training was; it names nobody. */
  @IsText(200)
  readonly course!: string;

  /** Its last day, yyyy-mm-dd; today when absent. */
  @IsOptional()
  @IsRealDate()
  readonly trainedOn?: string;
}

/** Offices of INPS train, and say so: without it nothing is granted (K6). */
export const recordOperatorTraining = defineCommandOn(operatorAuthorization)({
  input: RecordOperatorTraining,
  summary: 'Records that the operator was trained.',
  id: authorizationId,
  by: [within('central', 'regional', 'provincial')],
  in: ['REQUESTED', 'GRANTED', 'SUSPENDED'],
  refuses: [dateInFuture],
  decide: ({ course, trainedOn: wanted }, { pointId }, { today }) => {
    const trainedOn = wanted ?? today;
    requireNotAhead(trainedOn, today);
    return [onItsDay({ type: 'OperatorTrainingRecorded', data: { pointId, trainedOn, course } }, trainedOn)];
  },
});
