import { projection } from '#kernel/specification';
import { startOf } from '#use-cases/dated';
import { specify } from '#use-cases/specification';
import { MemoryEventStore } from '#store-memory';
import { idOf } from '#kernel/domain';
import { frameworkAgreement, type FrameworkEvent } from '../../domain/framework/framework-agreement.ts';
import { frameworkAgreements } from '../../read-models/framework-agreements.ts';
import { agreementsOver, directorate, MovedClock } from '../../specification/agreements.ts';
import { concludeFrameworkAgreement } from './conclude-framework-agreement.ts';
import { rectifyFrameworkAgreement, type RectifyFrameworkAgreement } from './rectify-framework-agreement.ts';
import { terminateFrameworkAgreement } from './terminate-framework-agreement.ts';

const agreement = {
  ...{ counterpart: 'Associazione dei comuni', documentSha256: 'a'.repeat(64), signedOn: '2026-02-10' },
  ...{ validFrom: '2026-02-10', validUntil: '2029-02-10' },
};
const concluded: FrameworkEvent = {
  type: 'FrameworkAgreementConcluded',
  data: { frameworkAgreementId: 'f-1', ...agreement },
  effectiveAt: startOf('2026-02-10'),
};
const terminated: FrameworkEvent = {
  type: 'FrameworkAgreementTerminated',
  data: { endsOn: '2026-06-01', reason: 'Recesso' },
  effectiveAt: startOf('2026-06-01'),
};
const centre = { id: 'dcorg', role: 'central' } as const;
const by = {
  reason: 'Errata corrige',
  act: { authority: 'Direzione centrale Organizzazione', number: '99', date: '2026-03-01' },
};
const rectify = (given: readonly FrameworkEvent[], rectifies: number, changes?: RectifyFrameworkAgreement['changes']) =>
  specify(frameworkAgreement)
    .given(...given)
    .as(centre)
    .when(rectifyFrameworkAgreement, {
      ...{ frameworkAgreementId: 'f-1', rectifies, ...by },
      ...(changes ? { changes } : { annuls: true }),
    });
const told = (...events: readonly FrameworkEvent[]) =>
  projection(frameworkAgreements)
    .given<FrameworkEvent>(
      ...events.map((event): [FrameworkEvent, { stream: string }] => [event, { stream: 'FrameworkAgreement-f-1' }]),
    )
    .document('f-1');

describe('T2: what was wrong of a framework agreement is rectified by an act of the centre', () => {
  it('its hash and its days, also those of an end before its term; and the answer follows', () => {
    const right = { documentSha256: 'b'.repeat(64), signedOn: '2026-02-09', validUntil: '2028-02-10' };
    expect(told(concluded, ...rectify([concluded], 0, right).events())).toMatchObject({
      ...{ ...right, validFrom: '2026-02-10', endsOn: '2028-02-10', reason: null },
    });
    const life = [concluded, terminated];
    expect(told(...life, ...rectify(life, 1, { endsOn: '2026-05-01' }).events())).toMatchObject({
      ...{ validUntil: '2029-02-10', endsOn: '2026-05-01', reason: 'Recesso' },
    });
    expect(told(...life, ...rectify(life, 0, { validUntil: '2028-02-10' }).events())).toMatchObject({
      ...{ validUntil: '2028-02-10', endsOn: '2026-06-01' },
    });
  });

  it('or that it never was ended: it ends with its term again, and may be ended anew', () => {
    const life = [concluded, terminated];
    const never = rectify(life, 1).events();
    expect(told(...life, ...never)).toMatchObject({ endsOn: '2029-02-10', reason: null });
    const again = { frameworkAgreementId: 'f-1', endsOn: '2026-07-01', reason: 'Recesso' };
    const given = specify(frameworkAgreement).given(...life, ...never);
    expect(given.as(centre).when(terminateFrameworkAgreement, again).events()).toHaveLength(1);
    rectify([concluded], 0).thenRefused('FACT_NOT_ANNULLABLE');
  });

  it('with days that can be: signed by today, valid for a day, ended within its validity', () => {
    rectify([concluded], 0, { signedOn: '2026-03-03' }).thenRefused('RECTIFIED_DATE_IMPOSSIBLE', { field: 'signedOn' });
    rectify([concluded], 0, { validUntil: '2026-02-10' }).thenRefused('RECTIFIED_DATE_IMPOSSIBLE');
    const life = [concluded, terminated];
    rectify(life, 1, { endsOn: '2029-02-10' }).thenRefused('RECTIFIED_FACT_FITS_NOWHERE');
    rectify(life, 0, { validUntil: '2026-06-01' }).thenRefused('OTHER_FACTS_REST_ON_IT', { revision: 1 });
  });

  it('by the centre alone', () => {
    specify(frameworkAgreement)
      .given(concluded)
      .as(directorate)
      .when(rectifyFrameworkAgreement, {
        ...{ frameworkAgreementId: 'f-1', rectifies: 0, changes: { signedOn: '2026-02-09' }, ...by },
      })
      .thenRefused('ROLE_NOT_ALLOWED');
  });

  it('P8: conventions are signed within what is right, and those that are signed already stay', async () => {
    const world = agreementsOver(new MemoryEventStore(), new MovedClock('2026-03-04T08:00:00Z'));
    await world.registerHost();
    const { stream } = await world.give(concludeFrameworkAgreement, agreement, { as: centre });
    const frameworkAgreementId = idOf(stream);
    const sign = async () =>
      world.signedProtocol([await world.approvedPoint()], { frameworkAgreementId }, '2026-03-02');
    const before = await sign();
    const wanted = { frameworkAgreementId, rectifies: 0, changes: { validUntil: '2026-03-02' }, ...by };
    await world.give(rectifyFrameworkAgreement, wanted, { as: centre });
    expect(await world.protocol(before)).toMatchObject({ status: 'SIGNED', frameworkAgreementId });
    await expect(sign()).rejects.toMatchObject({ code: 'FRAMEWORK_AGREEMENT_NOT_VALID' });
  });
});
