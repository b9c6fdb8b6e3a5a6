import type { LocalDate } from '#italy';
import { idOf } from '#kernel/domain';
import { host } from '#protocols/specification';
import { operatorAuthorizationLife } from '../../domain/authorization/operator-authorization.ts';
import { puntoClienteLife } from '../../domain/punto-cliente.ts';
import { grantOperatorAuthorization } from '../../use-cases/authorization/grant-operator-authorization.ts';
import { recordOperatorTraining } from '../../use-cases/authorization/record-operator-training.ts';
import { rectifyOperatorAuthorization } from '../../use-cases/authorization/rectify-operator-authorization.ts';
import { requestOperatorAuthorization } from '../../use-cases/authorization/request-operator-authorization.ts';
import { resumeOperatorAuthorization } from '../../use-cases/authorization/resume-operator-authorization.ts';
import { reviewOperatorAuthorization } from '../../use-cases/authorization/review-operator-authorization.ts';
import { revokeOperatorAuthorization } from '../../use-cases/authorization/revoke-operator-authorization.ts';
import { suspendOperatorAuthorization } from '../../use-cases/authorization/suspend-operator-authorization.ts';
import type { AuthorizationFact, TrueAuthorization } from './lawful-staffing.ts';
import {
  as,
  because,
  correction,
  ENTERED,
  forget,
  type LifeUnderWay,
  type RecordedAuthorization,
} from './life-under-way.ts';

const MOST_AUTHORIZATIONS = 6;
const mayor = { as: { id: 'mayor', role: 'host-operator', host: host.id } as const };
/** What events say of the facts of an authorisation: their type, and the field of their day. */
const OF_AUTHORIZATION = {
  review: ['OperatorAuthorizationReviewed', 'reviewedOn'],
  'withdrawal by review': ['OperatorAuthorizationReviewed', 'reviewedOn'],
  suspension: ['OperatorAuthorizationSuspended', 'suspendedOn'],
  resumption: ['OperatorAuthorizationResumed', 'resumedOn'],
  revocation: ['OperatorAuthorizationRevoked', 'revokedOn'],
} as const;
const ANNULLABLE: readonly string[] = ['suspension', 'resumption'];

/** Random acts of persons on authorisations, each of another person, and their rectifications. */
export function actsOnAuthorizations(life: LifeUnderWay) {
  const { below, give, pointId, protocolId, point, authorizations, written, someDay, attempt } = life;
  let persons = 0;
  const onAuthorization = async (
    one: RecordedAuthorization,
    fact: AuthorizationFact,
    command: () => Promise<unknown>,
  ): Promise<void> => {
    if (!(await attempt(fact.kind, [one.id.slice(0, 4), fact], command))) return;
    const type = OF_AUTHORIZATION[fact.kind][0];
    one.facts.push({
      fact,
      revision: (await written.authorization(one.id)).findLast(({ event }) => event.type === type)!.revision,
    });
  };
  /** What is known of the point on a day, by all that is written of it now. */
  const knownOf = async (day: LocalDate): Promise<TrueAuthorization['known']> => {
    const life = await written.point();
    const { status } = puntoClienteLife.judgedOn(life, day);
    const counting = new Set(
      puntoClienteLife
        .walk(life)
        // One may count aside: of a point that had not begun by then, as its protocol is in force from a later day.
        .flatMap(({ counts, on, revision, found, leaves }) =>
          on <= day && (counts || found !== leaves) ? revision : [],
        ),
    );
    const past = point.filter(({ fact: { kind }, revision }) => kind === 'end' && counting.has(revision));
    return { isActive: status === 'ACTIVE' || status === 'SUSPENDED', past };
  };
  const someAuthorization = (): RecordedAuthorization | undefined => authorizations[below(authorizations.length)];
  const onSome = async (
    kind: AuthorizationFact['kind'],
    command: (authorizationId: string, on: LocalDate) => Promise<unknown>,
  ) => {
    const one = someAuthorization();
    const on = someDay();
    if (one) await onAuthorization(one, { kind, on }, () => command(one.id, on));
  };
  return {
    authorise: async () => {
      if (authorizations.length >= MOST_AUTHORIZATIONS) return;
      persons += 1;
      const operator = { fiscalCode: `operator ${persons}`, givenName: 'Ada', familyName: 'Prova' };
      const request = { pointId, operatorId: `clerk-${persons}`, operator, profiles: ['CONSULTAZIONE' as const] };
      const id = idOf((await give(requestOperatorAuthorization, request, mayor)).stream);
      await give(recordOperatorTraining, { authorizationId: id, course: 'Corso', trainedOn: ENTERED }, as);
      // Usually on the day of an activation.
      const activation = point.findLast(({ fact: { kind } }) => kind === 'activation');
      const grantedOn = activation && below(3) === 0 ? activation.fact.on : someDay();
      const known = await knownOf(grantedOn);
      const isGranted = await attempt('grant', [id.slice(0, 4), grantedOn, known.isActive], () =>
        give(grantOperatorAuthorization, { authorizationId: id, protocolId, grantedOn }, as),
      );
      if (!isGranted) return;
      const revision = (await written.authorization(id)).length - 1;
      authorizations.push({ id, grantedOn, known, facts: [], revision });
    },
    review: () =>
      onSome('review', (authorizationId, reviewedOn) =>
        give(reviewOperatorAuthorization, { authorizationId, outcome: 'CONFIRMED', reviewedOn }, as),
      ),
    withdraw: () =>
      onSome('withdrawal by review', (authorizationId, reviewedOn) =>
        give(reviewOperatorAuthorization, { authorizationId, outcome: 'REVOKED', reviewedOn }, as),
      ),
    suspend: () =>
      onSome('suspension', (authorizationId, suspendedOn) =>
        give(suspendOperatorAuthorization, { authorizationId, reason: 'SECURITY', suspendedOn }, as),
      ),
    resume: async () => {
      const suspended = authorizations.filter(({ facts }) => facts.some(({ fact: { kind } }) => kind === 'suspension'));
      const one = suspended[below(suspended.length)];
      if (!one) return;
      const on = someDay(one.facts.find(({ fact: { kind } }) => kind === 'suspension')?.fact.on);
      await onAuthorization(one, { kind: 'resumption', on }, () =>
        give(resumeOperatorAuthorization, { authorizationId: one.id, reason: 'SECURITY', resumedOn: on }, as),
      );
    },
    revoke: () =>
      onSome('revocation', (authorizationId, revokedOn) =>
        give(revokeOperatorAuthorization, { authorizationId, reason: 'HOST_REQUEST', revokedOn }, as),
      ),
    rectifyAuthorization: async () => {
      const one = someAuthorization();
      const known = one?.facts[below(one.facts.length)];
      if (!one || !known) return;
      const { fact, revision } = known;
      const isAnnulled = ANNULLABLE.includes(fact.kind) && below(2) === 0;
      const on = someDay();
      const changes = isAnnulled ? undefined : { [OF_AUTHORIZATION[fact.kind][1]]: on };
      const what = { authorizationId: one.id, rectifies: revision, ...correction(changes), ...because };
      const isTaken = await attempt(
        `${isAnnulled ? 'annulled' : 'rectified'} of an authorisation`,
        [one.id.slice(0, 4), fact, changes],
        () => give(rectifyOperatorAuthorization, what as never, as),
      );
      if (!isTaken) return;
      if (isAnnulled) forget(one.facts, operatorAuthorizationLife.facts(await written.authorization(one.id)));
      else known.fact = { ...fact, on };
    },
    rectifyGrant: async () => {
      const one = someAuthorization();
      if (!one) return;
      const grantedOn = someDay();
      const known = await knownOf(grantedOn);
      const what = { authorizationId: one.id, rectifies: one.revision, changes: { grantedOn }, ...because };
      const isTaken = await attempt('rectified grant', [one.id.slice(0, 4), one.grantedOn, grantedOn], () =>
        give(rectifyOperatorAuthorization, what as never, as),
      );
      if (!isTaken) return;
      one.grantedOn = grantedOn;
      one.known = known;
    },
  };
}
