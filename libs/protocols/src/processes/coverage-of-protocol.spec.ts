import type { Absent } from '#kernel/domain';
import { processManager } from '#kernel/specification';
import { claimsOf } from '../domain/coverage/coverage-claim.ts';
import type { CoverageEvent } from '../domain/coverage/coverage-events.ts';
import { pointCoverage, type PointCoverage } from '../domain/coverage/point-coverage.ts';
import type { ProtocolEvent } from '../domain/events.ts';
import { drafted as draftedProtocol } from '../specification/sample-protocol.ts';
import { coverageOfProtocol } from './coverage-of-protocol.ts';

type Entry = [ProtocolEvent | CoverageEvent, { stream: string; metadata?: object }];

const of = (event: ProtocolEvent, commandId = 'c'): Entry => [
  event,
  { stream: 'Protocol-p-1', metadata: { commandId } },
];
const drafted = of(draftedProtocol({ points: ['a', 'b'], durationMonths: 12 }));
const claimed = (pointId: string, forCommandId: string): Entry => [
  {
    type: 'PointCoverageClaimed',
    data: {
      ...{ pointId, protocolId: 'p-1', region: '08', host: 'host-1', forCommandId },
      ...{ from: '2026-04-01', until: '2027-04-01', actBy: '2026-03-02T08:01:00.000Z' },
    },
  },
  { stream: `PointCoverage-${pointId}` },
];
const scheduled = (commandId: string, effectiveDate = '2026-04-01') =>
  of({ type: 'ProtocolEntryIntoForceScheduled', data: { effectiveDate } }, commandId);
const entered = (commandId: string) =>
  of({ type: 'ProtocolEnteredIntoForce', data: { effectiveDate: '2026-04-01', expiresOn: '2027-04-01' } }, commandId);
const expired = of({ type: 'ProtocolExpired', data: { expiredOn: '2027-04-01' } });
const release = (pointId: string, forCommandId: string) => ({
  name: 'ReleasePointCoverage',
  data: { pointId, forCommandId },
});
const record = (pointId: string, forCommandId: string) => ({
  name: 'RecordPointCoverage',
  data: {
    ...{ pointId, forCommandId, protocolId: 'p-1', region: '08', host: 'host-1' },
    ...{ from: '2026-04-01', until: '2027-04-01' },
  },
});
const amended = (change: object) =>
  of({
    type: 'ProtocolAmended',
    data: {
      ...{
        amendmentId: 'am-1',
        effectiveDate: '2026-09-01',
        points: ['a'],
        kinds: ['SERVIZIO'],
        added: [],
        removed: [],
      },
      ...{ durationMonths: 12, expiresOn: '2027-04-01' },
      ...change,
    },
  });
const cut = (pointId: string, until = '2027-04-01', claims = ['c-1']) => ({
  name: 'CutPointCoverageShort',
  data: { pointId, protocolId: 'p-1', until, of: claims },
});

describe('the coverage of a protocol', () => {
  const coverage = processManager(coverageOfProtocol);
  const first = [drafted, claimed('a', 'c-1'), claimed('b', 'c-1'), scheduled('c-1')];

  it('needs nothing more while what was claimed is what stands', () => {
    coverage.given(...first).thenCommands();
    coverage.given(...first, entered('calendar')).thenCommands();
  });

  it('of a date that was moved is given back once the other stands, not before', () => {
    const moving = [...first, claimed('a', 'c-2'), claimed('b', 'c-2')];
    coverage.given(...moving).thenCommands();
    coverage.given(...moving, scheduled('c-2')).thenCommands(release('a', 'c-1'), release('b', 'c-1'));
    coverage.given(...moving, entered('c-2')).thenCommands(release('a', 'c-1'), release('b', 'c-1'));
  });

  it('that a command is still taking is left alone, as its act may come', () => {
    coverage
      .given(drafted, claimed('a', 'slow'), claimed('a', 'c-1'), claimed('b', 'c-1'), scheduled('c-1'))
      .thenCommands();
  });

  it('is given back when the date is taken back', () => {
    const withdrawn = of({
      type: 'ProtocolEntryIntoForceWithdrawn',
      data: { effectiveDate: '2026-04-01', reason: 'Rinvio' },
    });
    coverage.given(...first, withdrawn).thenCommands(release('a', 'c-1'), release('b', 'c-1'));
    coverage
      .given(...first, withdrawn, claimed('a', 'c-2'), claimed('b', 'c-2'), scheduled('c-2'), entered('calendar'))
      .thenCommands();
  });

  it('P7: of a point that an amendment removes ends on its day, and of all when it shortens the protocol', () => {
    coverage.given(...first, entered('calendar'), amended({ removed: ['b'] })).thenCommands(cut('b', '2026-09-01'));
    coverage
      .given(...first, entered('calendar'), amended({ durationMonths: 8, expiresOn: '2026-12-01' }))
      .thenCommands(cut('a', '2026-12-01'), cut('b', '2026-12-01'));
  });

  it('T1: of a point that an amendment has removed ends with an end, or a shorter term, that is recorded after it', () => {
    const removed = [...first, entered('calendar'), amended({ removed: ['b'] })];
    coverage.given(...removed, expired).thenCommands(cut('a'), cut('b'));
    coverage
      .given(...removed, amended({ effectiveDate: '2026-05-01', durationMonths: 4, expiresOn: '2026-08-01' }))
      .thenCommands(cut('a', '2026-08-01'), cut('b', '2026-08-01'));
  });

  it('ends with the protocol', () => {
    coverage.given(...first, entered('calendar'), expired).thenCommands(cut('a'), cut('b'));
  });

  it('P6: ends with what ended it as far as it was claimed by then, and not what a later act claims', () => {
    const withdrawn = of({
      type: 'ProtocolAmendmentWithdrawn',
      data: {
        amendmentId: 'am-1',
        added: ['x'],
        effectiveDate: '2026-09-01',
        expiresOn: '2027-04-01',
        reason: 'Errore',
      },
    });
    const given = [...first, entered('calendar'), claimed('x', 'c-2')];
    coverage.given(...given, withdrawn).thenCommands(cut('a'), cut('b'), cut('x', '2026-09-01', ['c-2']));

    const state = [claimed('x', 'c-2'), claimed('x', 'c-3')].reduce<PointCoverage | Absent>(
      (before, [event]) => pointCoverage.evolve(before, event as CoverageEvent),
      { status: 'ABSENT' },
    );
    const { data } = cut('x', '2026-03-31', ['c-2']);
    const after = pointCoverage.evolve(state, { type: 'PointCoverageCutShort', data });
    expect(claimsOf(after).map(({ forCommandId }) => forCommandId)).toEqual(['c-3']);
  });

  it('is recorded where the protocol is older than claims of coverage, once', () => {
    coverage.given(drafted, scheduled('c-1')).thenCommands(record('a', 'c-1'), record('b', 'c-1'));
    coverage.given(drafted, scheduled('c-1'), entered('calendar')).thenCommands();
    coverage.given(drafted, entered('c-1')).thenCommands(record('a', 'c-1'), record('b', 'c-1'));
    coverage.given(drafted, entered('c-1'), claimed('a', 'c-1'), expired).thenCommands(cut('a'), cut('b'));
  });
});
