import { processManager } from '#kernel/specification';
import type { SubjectEvent } from '#privacy';
import { erasureConsequences } from './erasure-consequences.ts';

const DAY = { category: 'AgendaDay', id: '9a1c0000-0000-4000-8000-00000000000a_2026-03-02' };
const erased = (
  ...commitments: { commitmentId: string; target: { category: string; id: string } }[]
): SubjectEvent => ({
  type: 'SubjectErased',
  data: { subject: 's', commitments },
});

describe('the erasure of a person', () => {
  it('bars what is still under way for each commitment, then ends what stands on its day', () => {
    processManager(erasureConsequences)
      .given(erased({ commitmentId: 'c', target: DAY }))
      .thenCommands(
        {
          name: 'SettleClaim',
          data: {
            abandon: { name: 'AbandonCommand', data: { ...DAY, abandonedCommandId: 'c' } },
            release: {
              name: 'ReleaseCommitment',
              data: { subject: 's', commitmentId: 'c', reason: 'SUBJECT_ERASED' },
            },
          },
        },
        {
          name: 'EndCommitmentOfErased',
          data: {
            agendaId: '9a1c0000-0000-4000-8000-00000000000a',
            date: '2026-03-02',
            commitmentId: 'c',
            subject: 's',
          },
        },
      );
  });

  it('ends nothing of other contexts, and remembers nobody', () => {
    const outcome = processManager(erasureConsequences).given(
      erased({ commitmentId: 'c', target: { category: 'RemoteSession', id: 'x' } }),
    );

    outcome.thenCommands();
    expect(outcome.state('s')).toBeUndefined();
  });
});
