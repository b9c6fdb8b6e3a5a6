import { abandonCommand, claimSweeper, give, idOf, reading } from '#kernel/domain';
import { PointCoverageClaimed, PointCoverageReleased } from '../domain/coverage/coverage-events.ts';
import {
  ProtocolAmendmentSigned,
  ProtocolEnteredIntoForce,
  ProtocolEntryIntoForceScheduled,
  ProtocolRectified,
  ProtocolRenewalClaimed,
  ProtocolRenewalReleased,
} from '../domain/events.ts';
import { protocol } from '../domain/protocol.ts';
import { releasePointCoverage } from '../use-cases/release-point-coverage.ts';
import { releaseProtocolRenewal } from '../use-cases/release-protocol-renewal.ts';

const RENEWAL = 'renewal';

/** Gives back the points of an entry into force that died between claim and act. */
export const coverageSweeper = claimSweeper({
  name: 'coverage-sweeper',
  gives: [releasePointCoverage, releaseProtocolRenewal],
  claimed: [
    reading(PointCoverageClaimed, ({ data: { pointId, protocolId, actsOn = protocolId, forCommandId, actBy } }) => ({
      claimId: pointId,
      commandId: forCommandId,
      until: Date.parse(actBy),
      abandon: give(abandonCommand, {
        ...{ category: protocol.category, id: actsOn, abandonedCommandId: forCommandId },
      }),
      release: give(releasePointCoverage, { pointId, forCommandId }),
    })),
    reading(ProtocolRenewalClaimed, ({ stream, data: { successorId, forCommandId, actBy } }) => ({
      claimId: RENEWAL,
      commandId: forCommandId,
      until: Date.parse(actBy),
      abandon: give(abandonCommand, {
        ...{ category: protocol.category, id: successorId, abandonedCommandId: forCommandId },
      }),
      release: give(releaseProtocolRenewal, { protocolId: idOf(stream), forCommandId }),
    })),
  ],
  released: [
    reading(ProtocolRenewalReleased, ({ data: { forCommandId } }) => ({ commandId: forCommandId, claimId: RENEWAL })),
    reading(PointCoverageReleased, ({ data: { pointId, forCommandId } }) => ({
      commandId: forCommandId,
      claimId: pointId,
    })),
  ],
  acted: [ProtocolEntryIntoForceScheduled, ProtocolEnteredIntoForce, ProtocolRectified, ProtocolAmendmentSigned],
});
