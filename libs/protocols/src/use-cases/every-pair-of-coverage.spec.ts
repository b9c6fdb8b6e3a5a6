import { everyPair } from '#use-cases/specification';
import type { CoverageEvent } from '../domain/coverage/coverage-events.ts';
import { pointCoverage, type PointCoverage } from '../domain/coverage/point-coverage.ts';
import { protocols } from '../protocols.ts';

const period = { region: '08', host: 'host-1', from: '2026-02-10', until: '2029-02-10' };
const claimed: CoverageEvent = {
  type: 'PointCoverageClaimed',
  data: {
    ...{ pointId: 'point-1', protocolId: 'p-1', ...period },
    ...{ forCommandId: 'enter-1', actBy: '2026-02-10T08:01:00.000Z' },
  },
};
const lives: Record<PointCoverage['status'], readonly CoverageEvent[]> = {
  CLAIMED: [claimed],
  FREE: [
    claimed,
    {
      type: 'PointCoverageReleased',
      data: { pointId: 'point-1', protocolId: 'p-1', forCommandId: 'enter-1' },
    },
  ],
};
const input = { pointId: 'point-1' };
/** Whoever gives coverage back has often been asked before: nothing is left to do then. */
const NOTHING = { ABSENT: [], FREE: [] };

describe('P6: every state of the coverage of a point with every command', () => {
  const trials: Parameters<typeof everyPair<PointCoverage, CoverageEvent>>[1]['trials'] = {
    ReleasePointCoverage: {
      input: { ...input, forCommandId: 'enter-1' },
      brings: { ...NOTHING, CLAIMED: ['PointCoverageReleased'] },
    },
    CutPointCoverageShort: {
      input: { ...input, protocolId: 'p-1', until: '2027-01-01' },
      brings: { ...NOTHING, CLAIMED: ['PointCoverageCutShort'] },
    },
    RecordPointCoverage: {
      input: { ...input, protocolId: 'p-2', ...period, forCommandId: 'enter-2' },
      brings: {
        ...{ ABSENT: ['PointCoverageClaimed'], CLAIMED: ['PointCoverageClaimed'], FREE: ['PointCoverageClaimed'] },
      },
    },
  };

  it.each(everyPair(pointCoverage, { lives, commands: protocols.commands, trials }))('%s', (_pair, holds) => {
    holds();
  });
});
