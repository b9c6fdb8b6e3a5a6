import { LATEST, startOf, type Life } from '#use-cases/dated';
import { amendmentSigned } from '../specification/sample-amendment.ts';
import { drafted, submitted } from '../specification/sample-protocol.ts';
import { coveredPeriods } from '../domain/covered-periods.ts';
import type { ProtocolEvent } from '../domain/events.ts';
import { protocolLife } from '../domain/protocol-life.ts';
import type { Protocol } from '../domain/protocol-state.ts';
import { endToCome, toComeOfProtocol } from '../domain/to-come.ts';

const RECORDED = '2026-03-02T08:00:00.000Z';
const lived = (...events: readonly ProtocolEvent[]): Life<ProtocolEvent> =>
  events.map((event, revision) => ({ event, revision, recordedAt: RECORDED }));

const begun: readonly ProtocolEvent[] = [
  drafted({ durationMonths: 12 }),
  submitted,
  {
    type: 'ProtocolSigned',
    data: { documentSha256: 'a'.repeat(64), signedAt: '2026-01-08T10:00:00.000Z' },
    effectiveAt: '2026-01-08T10:00:00.000Z',
  },
  {
    type: 'ProtocolEnteredIntoForce',
    data: { effectiveDate: '2026-01-10', expiresOn: '2027-01-10' },
    effectiveAt: startOf('2026-01-10'),
  },
];
/** Recorded once the other was signed: of five months in place of twelve. */
const shortened: ProtocolEvent = {
  type: 'ProtocolAmended',
  data: {
    ...{ amendmentId: 'am-2', effectiveDate: '2026-02-01', durationMonths: 5, expiresOn: '2026-06-10' },
    ...{ points: ['point-1'], kinds: ['SERVIZIO'], changed: ['durationMonths'], added: [], removed: [] },
  },
  effectiveAt: startOf('2026-02-01'),
};
const toCome = (...events: readonly ProtocolEvent[]) =>
  toComeOfProtocol(lived(...begun, ...events)).map(({ type, effectiveAt }) => [type, effectiveAt]);

describe('what is to come of a protocol', () => {
  it('P7: is its term as a signed amendment makes it, where that is in effect before the term', () => {
    const ahead = amendmentSigned('2026-04-01');
    expect(toCome(...ahead)).toEqual([
      ['ProtocolAmended', startOf('2026-04-01')],
      ['ProtocolExpired', startOf('2028-01-10')],
    ]);
  });

  it('T1: is the term that was shortened since, where the amendment would come after it', () => {
    const ahead = amendmentSigned('2026-08-01');
    expect(toCome(...ahead, shortened)).toEqual([['ProtocolExpired', startOf('2026-06-10')]]);
    const life = lived(...begun, ...ahead, shortened);
    expect(endToCome(life)).toBe('2026-06-10');
    const covered = coveredPeriods(life, protocolLife.judgedOn(life, LATEST) as Protocol);
    expect([...covered.values()]).toEqual([[{ from: '2026-01-10', until: '2026-06-10' }]]);
  });

  it('P6: passes to a successor the points that it has by then, and not what is amended later', () => {
    const claimed: ProtocolEvent = {
      type: 'ProtocolRenewalClaimed',
      data: { successorId: 'p-2', effectiveDate: '2026-05-01', forCommandId: 'c-1', actBy: '2026-03-02T08:01:00.000Z' },
    };
    const passing = (effectiveDate: string) =>
      toComeOfProtocol(
        lived(...begun, ...amendmentSigned(effectiveDate, { points: ['point-1', 'point-2'] }), claimed),
      ).flatMap(({ type, data }) => (type === 'ProtocolRenewed' ? [data.points] : []));
    const { points } = begun[0]!.data as { readonly points: readonly string[] };
    expect(passing('2026-05-01')).toEqual([['point-1', 'point-2']]);
    expect(passing('2026-05-02')).toEqual([points]);
  });
});
