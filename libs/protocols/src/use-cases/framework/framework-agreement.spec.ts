import { specify } from '#use-cases/specification';
import { MemoryEventStore } from '#store-memory';
import { frameworkAgreement, type FrameworkEvent } from '../../domain/framework/framework-agreement.ts';
import { agreementsOver, directorate, MovedClock } from '../../specification/agreements.ts';
import { TEXT_HASH } from '../../specification/signatures.ts';
import { concludeFrameworkAgreement } from './conclude-framework-agreement.ts';
import { terminateFrameworkAgreement } from './terminate-framework-agreement.ts';
import { idOf } from '#kernel/domain';
import { startOf } from '#use-cases/dated';

const agreement = {
  ...{ counterpart: 'Associazione dei comuni', documentSha256: TEXT_HASH, signedOn: '2026-02-10' },
  ...{ validFrom: '2026-02-10', validUntil: '2029-02-10', technicalTable: 'Due uffici per parte, ogni sei mesi' },
};
const concluded: FrameworkEvent = {
  type: 'FrameworkAgreementConcluded',
  data: { frameworkAgreementId: 'f-1', ...agreement },
  effectiveAt: startOf('2026-02-10'),
};
const subject = specify(frameworkAgreement);
const centre = { id: 'dcorg', role: 'central' } as const;

describe('P8: a framework agreement', () => {
  it('is of the centre, with any counterpart, for a period, and names no points', () => {
    subject.given().as(centre).when(concludeFrameworkAgreement, agreement, { id: 'f-1' }).then(concluded);
    subject.given().as(directorate).when(concludeFrameworkAgreement, agreement).thenRefused('ROLE_NOT_ALLOWED');
    subject
      .given()
      .when(concludeFrameworkAgreement, { ...agreement, signedOn: '2026-03-03' })
      .thenRefused('FRAMEWORK_SIGNED_IN_FUTURE');
    subject
      .given()
      .when(concludeFrameworkAgreement, { ...agreement, validUntil: '2026-02-10' })
      .thenRefused('FRAMEWORK_VALIDITY_EMPTY');
  });

  it('is ended by the centre before its term, once', () => {
    const terminated: FrameworkEvent = {
      type: 'FrameworkAgreementTerminated',
      data: { endsOn: '2026-06-01', reason: 'Recesso' },
      effectiveAt: startOf('2026-06-01'),
    };
    const end = { frameworkAgreementId: 'f-1', endsOn: '2026-06-01', reason: 'Recesso' };
    subject.given(concluded).when(terminateFrameworkAgreement, end).then(terminated);
    subject
      .given(concluded)
      .when(terminateFrameworkAgreement, { ...end, endsOn: '2029-02-10' })
      .thenRefused('FRAMEWORK_END_OUTSIDE_VALIDITY');
    subject
      .given(concluded, terminated)
      .when(terminateFrameworkAgreement, end)
      .thenRefused('FRAMEWORK_AGREEMENT_STATE_FORBIDS');
    subject.given(concluded).as(directorate).when(terminateFrameworkAgreement, end).thenRefused('ROLE_NOT_ALLOWED');
  });

  it('takes no new convention once it has ended, and ends none', async () => {
    const clock = new MovedClock('2026-03-02T08:00:00Z');
    const { registerHost, approvedPoint, signedProtocol, enter, protocol, give } = agreementsOver(
      new MemoryEventStore(),
      clock,
    );
    await registerHost();
    const [one, other] = [await approvedPoint(), await approvedPoint()];
    const frameworkAgreementId = idOf((await give(concludeFrameworkAgreement, agreement, { as: centre })).stream);
    const convention = await signedProtocol([one], { frameworkAgreementId });
    await enter(convention, '2026-03-02');
    const end = { frameworkAgreementId, endsOn: '2026-03-03', reason: 'Recesso' };
    await give(terminateFrameworkAgreement, end, { as: centre });
    await expect(signedProtocol([other], { frameworkAgreementId })).resolves.toBeDefined();

    clock.moveTo('2026-03-03T08:00:00Z');
    await expect(signedProtocol([other], { frameworkAgreementId })).rejects.toMatchObject({
      code: 'FRAMEWORK_AGREEMENT_NOT_VALID',
    });
    await expect(signedProtocol([other], { frameworkAgreementId: one })).rejects.toMatchObject({
      code: 'FRAMEWORK_AGREEMENT_NOT_REGISTERED',
    });
    expect(await protocol(convention)).toMatchObject({ status: 'IN_FORCE', frameworkAgreementId });
  });
});
