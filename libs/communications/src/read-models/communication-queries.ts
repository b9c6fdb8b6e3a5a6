import { Type } from '@sinclair/typebox';
import { IsOptional, IsUUID } from 'class-validator';
import {
  defineQuery,
  History,
  IsOneOf,
  IsRegion,
  IsText,
  PageQuery,
  pageOf,
  ReadOptionsQuery,
  withHistory,
} from '#use-cases';
import { communication } from '../domain/communication.ts';
import {
  COMMUNICATION_KINDS,
  COMMUNICATION_STATES,
  type CommunicationKind,
  type CommunicationStatus,
} from '../domain/vocabulary.ts';
import { BOTH_SIDES } from '../use-cases/on-communication.ts';
import { communicationHistory } from './communication-history.ts';
import { communicationRegister, CommunicationSummary } from './communication-register.ts';
import { communicationThreads, ThreadMessages } from './communication-threads.ts';

const CommunicationAnswer = Type.Object(
  { ...CommunicationSummary.properties, messages: ThreadMessages, history: History },
  { $id: 'CommunicationAnswer' },
);

export class GetCommunication extends ReadOptionsQuery {
  /** Id of the communication. */
  @IsUUID()
  readonly communicationId!: string;
}

export const getCommunication = defineQuery({
  input: GetCommunication,
  summary: 'One communication with its thread and its whole history.',
  by: BOTH_SIDES,
  answer: CommunicationAnswer,
  refuses: [communication.notFound],
  run: async ({ communicationId: id }, shell) => {
    const { document, ...from } = await shell.reader.get(communicationRegister, id, shell.read);
    if (!document) throw communication.notFound({ id });
    const told = await withHistory(shell, communicationHistory, { document, ...from });
    const at = { minPosition: from.position, logId: from.logId };
    const { document: thread } = await shell.reader.get(communicationThreads, id, at);
    const messages = thread?.messages.filter(({ revision }) => revision <= document.revision) ?? [];
    return { ...told, messages };
  },
});

const COMMUNICATION_ORDERS = ['begunAt', 'waitingSince'] as const;
type CommunicationOrder = (typeof COMMUNICATION_ORDERS)[number];

export class ListCommunications extends PageQuery {
  /** ISTAT code. */
  @IsOptional()
  @IsRegion()
  readonly region?: string;

  /** Of this kind alone. */
  @IsOptional()
  @IsOneOf(COMMUNICATION_KINDS, 'CommunicationKind')
  readonly kind?: CommunicationKind;

  /** In this state alone; OPEN is what waits for the centre. */
  @IsOptional()
  @IsOneOf(COMMUNICATION_STATES, 'CommunicationState')
  readonly state?: CommunicationStatus;

  /** Those that this person is in charge of. */
  @IsOptional()
  @IsText(200)
  readonly personInCharge?: string;

  /** `begunAt`, newest first, or `waitingSince`, longest first; those that do not wait then come last. */
  @IsOneOf(COMMUNICATION_ORDERS, 'CommunicationOrder')
  readonly sort: CommunicationOrder = 'begunAt';
}

export const listCommunications = defineQuery({
  input: ListCommunications,
  summary: 'Communications of the regional directorates: all to the centre, to a directorate those of its region.',
  by: BOTH_SIDES,
  answer: pageOf('CommunicationPage', CommunicationSummary),
  run: ({ region, kind, state, personInCharge, sort }, { reader, read, page }) => {
    const order = sort === 'begunAt' ? [{ field: 'begunAt', descending: true }] : [{ field: 'waiting' }];
    const asked = { region, kind, state, personInCharge };
    return reader.find(communicationRegister, page(asked, { region: 'region' }, order), read);
  },
});
