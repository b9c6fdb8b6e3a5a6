import { startOf } from '#use-cases/dated';
import { everyPair } from '#use-cases/specification';
import {
  frameworkAgreement,
  type FrameworkAgreement,
  type FrameworkEvent,
} from '../../domain/framework/framework-agreement.ts';
import { protocols } from '../../protocols.ts';

const agreement = {
  ...{ counterpart: 'Associazione dei comuni', documentSha256: 'a'.repeat(64), signedOn: '2026-02-10' },
  ...{ validFrom: '2026-02-10', validUntil: '2029-02-10' },
};
const concluded: FrameworkEvent = {
  type: 'FrameworkAgreementConcluded',
  data: { frameworkAgreementId: 'f-1', ...agreement },
  effectiveAt: startOf('2026-02-10'),
};
const lives: Record<FrameworkAgreement['status'], readonly FrameworkEvent[]> = {
  CONCLUDED: [concluded],
  TERMINATED: [
    concluded,
    {
      type: 'FrameworkAgreementTerminated',
      data: { endsOn: '2026-06-01', reason: 'Recesso' },
      effectiveAt: startOf('2026-06-01'),
    },
  ],
};

describe('P8: every state of a framework agreement with every command', () => {
  const trials: Parameters<typeof everyPair<FrameworkAgreement, FrameworkEvent>>[1]['trials'] = {
    ConcludeFrameworkAgreement: { input: agreement, brings: { ABSENT: ['FrameworkAgreementConcluded'] } },
    TerminateFrameworkAgreement: {
      input: { frameworkAgreementId: 'f-1', endsOn: '2026-07-01', reason: 'Recesso' },
      brings: { CONCLUDED: ['FrameworkAgreementTerminated'] },
    },
    RectifyFrameworkAgreement: {
      input: {
        ...{ frameworkAgreementId: 'f-1', rectifies: 0, changes: { validUntil: '2029-03-01' }, reason: 'Errata' },
        act: { authority: 'Direzione centrale', number: '1', date: '2026-03-01' },
      },
      brings: { CONCLUDED: ['FrameworkAgreementRectified'], TERMINATED: ['FrameworkAgreementRectified'] },
    },
  };

  it.each(everyPair(frameworkAgreement, { lives, commands: protocols.commands, trials }))('%s', (_pair, holds) => {
    holds();
  });
});
