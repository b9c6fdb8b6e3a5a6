import { projection } from '#kernel/specification';
import type { CoverageEvent } from '../domain/coverage/coverage-events.ts';
import { pointCoverages } from './point-coverages.ts';

const stream = 'PointCoverage-point-1';
const claimed = (protocolId: string, from: string, until: string, renews?: string): CoverageEvent => ({
  type: 'PointCoverageClaimed',
  data: {
    ...{ pointId: 'point-1', protocolId, region: '08', host: 'host-1', from, until, forCommandId: protocolId },
    ...{ actBy: '2026-03-02T08:01:00.000Z', ...(renews === undefined ? {} : { renews }) },
  },
});

describe('the coverage of a point', () => {
  const after = (...events: CoverageEvent[]) =>
    projection(pointCoverages)
      .given<CoverageEvent>(...events.map((event): [CoverageEvent, { stream: string }] => [event, { stream }]))
      .document('point-1');

  it('shows which protocol has it, and when, also ahead and after', () => {
    expect(
      after(claimed('p-1', '2026-04-01', '2027-04-01'), claimed('p-2', '2027-01-01', '2028-01-01', 'p-1'), {
        type: 'PointCoverageCutShort',
        data: { pointId: 'point-1', protocolId: 'p-1', until: '2027-01-01' },
      }),
    ).toMatchObject({
      id: 'point-1',
      region: '08',
      host: 'host-1',
      periods: [
        { protocolId: 'p-1', from: '2026-04-01', until: '2027-01-01', renews: null },
        { protocolId: 'p-2', from: '2027-01-01', until: '2028-01-01', renews: 'p-1' },
      ],
    });
  });

  it('shows nothing of what was given back', () => {
    const given: CoverageEvent = {
      type: 'PointCoverageReleased',
      data: { pointId: 'point-1', protocolId: 'p-1', forCommandId: 'p-1' },
    };
    expect(after(claimed('p-1', '2026-04-01', '2027-04-01'), given)).toMatchObject({ periods: [] });
  });
});
