import { abandonCommand, claimSweeper, give, reading } from '#kernel/domain';
import { PointCoverageClaimed, PointCoverageReleased } from '../domain/coverage/coverage-events.ts';
import { ProtocolEnteredIntoForce, ProtocolEntryIntoForceScheduled } from '../domain/events.ts';
import { protocol } from '../domain/protocol.ts';
import { releasePointCoverage } from '../use-cases/release-point-coverage.ts';

/** Gives back the points of an entry into force that died between claim and act. */
export const coverageSweeper = claimSweeper({
  name: 'coverage-sweeper',
  gives: [releasePointCoverage],
  claimed: [
    reading(PointCoverageClaimed, ({ data: { pointId, protocolId, forCommandId, actBy } }) => ({
      claimId: pointId,
      commandId: forCommandId,
      until: Date.parse(actBy),
      abandon: give(abandonCommand, {
        ...{ category: protocol.category, id: protocolId, abandonedCommandId: forCommandId },
      }),
      release: give(releasePointCoverage, { pointId, forCommandId }),
    })),
  ],
  released: [
    reading(PointCoverageReleased, ({ data: { pointId, forCommandId } }) => ({
      commandId: forCommandId,
      claimId: pointId,
    })),
  ],
  acted: [ProtocolEntryIntoForceScheduled, ProtocolEnteredIntoForce],
});
