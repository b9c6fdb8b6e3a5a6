import { projection } from '#kernel/specification';
import type { FrameworkEvent } from '../domain/framework/framework-agreement.ts';
import { frameworkAgreements } from './framework-agreements.ts';

const stream = 'FrameworkAgreement-f-1';
const concluded: FrameworkEvent = {
  type: 'FrameworkAgreementConcluded',
  data: {
    ...{ frameworkAgreementId: 'f-1', counterpart: 'Associazione dei comuni', documentSha256: 'a'.repeat(64) },
    ...{ signedOn: '2026-02-10', validFrom: '2026-02-10', validUntil: '2029-02-10' },
  },
};

describe('P8: the list of framework agreements', () => {
  const after = (...events: FrameworkEvent[]) =>
    projection(frameworkAgreements)
      .given<FrameworkEvent>(...events.map((event): [FrameworkEvent, { stream: string }] => [event, { stream }]))
      .document('f-1');

  it('says when each ends, and why before its term', () => {
    expect(after(concluded)).toMatchObject({ endsOn: '2029-02-10', reason: null, technicalTable: null });
    const terminated: FrameworkEvent = {
      type: 'FrameworkAgreementTerminated',
      data: { endsOn: '2026-06-01', reason: 'Recesso' },
    };
    expect(after(concluded, terminated)).toMatchObject({
      ...{ validUntil: '2029-02-10', endsOn: '2026-06-01', reason: 'Recesso' },
    });
  });
});
