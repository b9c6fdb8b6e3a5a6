import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray } from 'class-validator';
import { defineRefusals, deriveId, type Sealed } from '#kernel/domain';
import {
  defineCommandOn,
  fact,
  IsId,
  IsOneOf,
  IsPersonId,
  IsRequiredObject,
  PersonInput,
  registrationOf,
  setting,
  together,
  within,
  type AnyPrincipal,
} from '#use-cases';
import { accountOf, accountRefusals } from '../../domain/accounts/operator-accounts.ts';
import { operatorAuthorization } from '../../domain/authorization/operator-authorization.ts';
import {
  OPERATOR_FIELD,
  SERVICE_PROFILES,
  type OperatorPerson,
  type ServiceProfile,
} from '../../domain/authorization/vocabulary.ts';
import {
  openRequests,
  operatorRequests,
  requestOf,
  tooManyRequests,
} from '../../domain/open-requests/operator-requests.ts';
import { puntoCliente } from '../../domain/punto-cliente.ts';
import { profileNotOfKind, requireProfilesOfKind } from './profiles-of-kind.ts';
import { servicePointSettings } from '../../service-point-settings.ts';

/** Who the operator is. */
export class OperatorInput extends PersonInput {}

/** Service profiles, each once. */
export function IsServiceProfiles(): PropertyDecorator {
  return together(
    IsArray(),
    ArrayMinSize(1),
    ArrayMaxSize(SERVICE_PROFILES.length),
    ArrayUnique(),
    IsOneOf(SERVICE_PROFILES, 'ServiceProfile', { each: true }),
  );
}

/** Asks that a person of the host may work at one of its points. */
export class RequestOperatorAuthorization {
  /** Id of the point. */
  @IsId()
  readonly pointId!: string;

  /** Under which the operator is known where tokens are issued, `sub`; no name and no codice fiscale. */
  @IsPersonId()
  readonly operatorId!: string;

  /** Who it is. It is sealed before it is written. */
  @IsRequiredObject(() => OperatorInput)
  readonly operator!: OperatorInput;

  /** What the operator may do for those who come. */
  @IsServiceProfiles()
  readonly profiles!: ServiceProfile[];
}

const refuse = defineRefusals({
  AUTHORIZATION_FOR_ONESELF:
    'Nobody asks for their own authorisation: the Responsabile of the host does, under an account of their own.',
  POINT_NOT_APPROVED: 'The point is {state}: authorisations are asked for once it is approved.',
});

interface WantedAuthorization {
  readonly pointId: string;
  readonly operatorId: string;
  readonly profiles: readonly ServiceProfile[];
  readonly subject: string;
  readonly operator: Sealed<OperatorPerson>;
}

/** The host's Responsabile asks (K6): somebody of the host, and not the operator. */
export const requestOperatorAuthorization = defineCommandOn(operatorAuthorization)({
  input: RequestOperatorAuthorization,
  summary: 'Asks that a person of the host may work at one of its points.',
  id: (_input, commandId) => deriveId('OperatorAuthorization', commandId),
  by: [within('host-operator')],
  in: ['ABSENT'],
  needs: {
    point: fact(
      puntoCliente,
      ({ pointId }: { readonly pointId: string }) => pointId,
      (state) => state,
    ),
    open: fact(operatorRequests, ({ pointId }: { readonly pointId: string }) => pointId, openRequests),
    limit: setting(servicePointSettings, ({ requestsPerPoint }) => requestsPerPoint),
  },
  whereFacts: ({ point }) => (point.status === 'ABSENT' ? [] : [puntoCliente.scopeOf(point)]),
  refuses: [refuse, profileNotOfKind, tooManyRequests, accountRefusals, puntoCliente.notFound],
  namesPerson: () => true,
  check: ({ pointId, operatorId, profiles }, _absent, { point, open, limit }, principal: AnyPrincipal) => {
    if (point.status === 'ABSENT') throw puntoCliente.notFound({ id: pointId });
    if (principal.role !== 'policy' && principal.id === operatorId) throw refuse.AUTHORIZATION_FOR_ONESELF();
    const { status: state } = point;
    if (state === 'REQUESTED' || state === 'DECLINED') throw refuse.POINT_NOT_APPROVED({ state });
    requireProfilesOfKind(point.kind, profiles);
    // The claim decides between two that ask at once; here, before anything of the person is written.
    if (open >= limit) throw tooManyRequests({ limit });
  },
  prepare: async ({ operator, ...wanted }, { personalData, origin }): Promise<WantedAuthorization> => {
    const subject = await personalData.subjectFor(operator.fiscalCode, registrationOf(origin));
    const sealed = await personalData.seal<OperatorPerson>(subject, OPERATOR_FIELD, { ...operator });
    return { ...wanted, subject, operator: sealed };
  },
  claims: ({ pointId, operatorId, subject }: WantedAuthorization, _absent, { id: authorizationId, limit, point }) => {
    if (point.status === 'ABSENT') return [];
    const account = { hostId: point.host.id, authorizationId, operatorId, subject };
    return [accountOf(account), requestOf({ pointId, authorizationId, limit })];
  },
  decide: (wanted, _absent, { id, point }) => {
    if (point.status === 'ABSENT') throw puntoCliente.notFound({ id: wanted.pointId });
    const { host, region, province } = point;
    const place = { hostId: host.id, region, province };
    const profiles = [...wanted.profiles];
    requireProfilesOfKind(point.kind, profiles);
    return [{ type: 'OperatorAuthorizationRequested', data: { authorizationId: id, ...wanted, profiles, ...place } }];
  },
});
