import { Type } from '@sinclair/typebox';
import { IsOptional, IsUUID } from 'class-validator';
import { streamName } from '#kernel/domain';
import { dayAfter } from '#italy';
import {
  answerCalled,
  defineQuery,
  History,
  IsId,
  IsOneOf,
  IsRealDate,
  pageOf,
  ReadOptionsQuery,
  TerritoryFilterQuery,
  withHistory,
  within,
  type HistoryEntry,
} from '#use-cases';
import { explained, Id } from '#vocabulary';
import { operatorAuthorization } from '../../domain/authorization/operator-authorization.ts';
import {
  AUTHORIZATION_STATES,
  OperatorPerson,
  type AuthorizationStatus,
} from '../../domain/authorization/vocabulary.ts';
import { authorizationHistory } from './authorization-history.ts';
import { AuthorizationSummary, authorizationRegister } from './authorization-register.ts';

/** INPS, and the host for its own; who has no part in it learns nothing of operators (T5). */
const READERS = [within('central', 'regional', 'provincial', 'host-operator')];

export class ListOperatorAuthorizations extends TerritoryFilterQuery {
  /** In this state alone. */
  @IsOptional()
  @IsOneOf(AUTHORIZATION_STATES, 'AuthorizationState')
  readonly state?: AuthorizationStatus;

  /** Id of the point. */
  @IsOptional()
  @IsId()
  readonly point?: string;

  /** Id of the hosting body. */
  @IsOptional()
  @IsId()
  readonly host?: string;

  /** Those that are to be reviewed by this day, yyyy-mm-dd. */
  @IsOptional()
  @IsRealDate()
  readonly reviewBy?: string;
}

export const listOperatorAuthorizations = defineQuery({
  input: ListOperatorAuthorizations,
  summary:
    'Authorisations of operators, newest request first, within the territory or body of the token; without names.',
  by: READERS,
  answer: pageOf('OperatorAuthorizationPage', AuthorizationSummary),
  run: ({ region, province, state, point, host, reviewBy }, { reader, read, page }) => {
    const due = reviewBy === undefined ? {} : { reviewBy: { before: dayAfter(reviewBy) } };
    const asked = { region, province, state, pointId: point, hostId: host, ...due };
    const fields = { region: 'region', province: 'province', host: 'hostId' };
    return reader.find(authorizationRegister, page(asked, fields, [{ field: 'requestedAt', descending: true }]), read);
  },
});

export class GetOperatorAuthorization extends ReadOptionsQuery {
  /** Id of the authorisation. */
  @IsUUID()
  readonly authorizationId!: string;
}

const AuthorizationAnswer = Type.Object(
  { ...AuthorizationSummary.properties, history: History },
  { $id: 'OperatorAuthorizationAnswer' },
);

export const getOperatorAuthorization = defineQuery({
  input: GetOperatorAuthorization,
  summary: 'One authorisation with its whole history; without the name of the operator.',
  by: READERS,
  answer: AuthorizationAnswer,
  refuses: [operatorAuthorization.notFound],
  run: async ({ authorizationId }, shell) => {
    const { document, ...from } = await shell.reader.get(authorizationRegister, authorizationId, shell.read);
    if (!document) throw operatorAuthorization.notFound({ id: authorizationId });
    const { history, ...line } = await withHistory(shell, authorizationHistory, { document, ...from });
    return { ...line, history: history.map(withoutPerson) };
  },
});

/** Who it is stands in no history, not even sealed. */
function withoutPerson(entry: HistoryEntry): HistoryEntry {
  const { operator: _who, subject: _whose, ...data } = entry.data as Readonly<Record<string, unknown>>;
  return { ...entry, data };
}

/**
 * Why it is read who an operator is: to grant or review, to verify, to answer a complaint, for an audit. Codes and no text
 * of one's own because a purpose stands in URLs and in the access log.
 */
const PURPOSES = ['ABILITAZIONE', 'VERIFICA', 'RECLAMO', 'AUDIT'] as const;

export class GetAuthorizedOperator extends GetOperatorAuthorization {
  /** Why it is read: ABILITAZIONE, VERIFICA, RECLAMO for a complaint, or AUDIT. It stands in the access log. */
  @IsOneOf(PURPOSES, 'OperatorReadingPurpose')
  readonly purpose!: (typeof PURPOSES)[number];
}

const AuthorizedOperator = Type.Object(
  {
    id: AuthorizationSummary.properties.id,
    operatorId: AuthorizationSummary.properties.operatorId,
    subject: explained(Id, 'Opaque id of the person.'),
    operator: Type.Object(
      { erased: Type.Boolean(), value: Type.Optional(answerCalled('OperatorPersonAnswer', OperatorPerson)) },
      { $id: 'OpenedOperatorAnswer', description: 'Who it is; without `value` when the person was erased.' },
    ),
  },
  { $id: 'AuthorizedOperatorAnswer' },
);

export const getAuthorizedOperator = defineQuery({
  input: GetAuthorizedOperator,
  summary: 'Who the operator is, for offices of INPS of the territory. Each reading stands in the access log.',
  by: [within('central', 'regional', 'provincial')],
  purpose: 'purpose',
  about: ({ authorizationId }) => streamName(operatorAuthorization.category, authorizationId),
  answer: AuthorizedOperator,
  refuses: [operatorAuthorization.notFound],
  run: async ({ authorizationId, purpose }, shell) => {
    const { document } = await shell.reader.get(authorizationRegister, authorizationId, shell.read);
    if (!document) throw operatorAuthorization.notFound({ id: authorizationId });
    const { id, region, province, hostId: host, operatorId, subject, operator: sealed } = document;
    shell.requireWithin({ region, province, host });
    const { personalData, principal, resource } = shell;
    if (!principal) throw new TypeError('a query for some roles was answered without a principal');
    const [operator = { erased: true as const }] = await personalData.open([sealed], { principal, purpose, resource });
    return { id, operatorId, subject, operator };
  },
});
