import { IsUUID } from 'class-validator';
import { defineCommandOn } from '#use-cases';
import { operatorRequests, requestLeft } from '../../domain/open-requests/operator-requests.ts';
import { NO_PERSON } from '../on-punto-cliente.ts';

/** Counts a request on its point no longer. */
export class LeaveOperatorRequests {
  /** Id of the point. */
  @IsUUID()
  readonly pointId!: string;

  /** The command that asked. */
  @IsUUID()
  readonly requestId!: string;
}

export const leaveOperatorRequests = defineCommandOn(operatorRequests)({
  input: LeaveOperatorRequests,
  summary: 'Counts a request for an authorisation no longer, as it was decided on or never made.',
  id: ({ pointId }) => pointId,
  by: NO_PERSON,
  in: ['ABSENT', 'OPEN'],
  decide: (left, requests) => requestLeft(requests, left),
});
