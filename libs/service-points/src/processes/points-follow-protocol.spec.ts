import { processManager } from '#kernel/specification';
import type { ProtocolEvent } from '#protocols';
import type { PuntoClienteEvent } from '../domain/events.ts';
import { pointsFollowProtocol } from './points-follow-protocol.ts';

type Entry = [ProtocolEvent | PuntoClienteEvent, { stream: string }];

const activated = (pointId: string, protocolId = 'p-1'): Entry => [
  { type: 'PuntoClienteActivated', data: { kind: 'SERVIZIO', protocolId, activatedOn: '2026-03-02' } },
  { stream: `PuntoCliente-${pointId}` },
];
const deactivated = (pointId: string, protocolId = 'p-1'): Entry => [
  {
    type: 'PuntoClienteDeactivated',
    data: { kind: 'SERVIZIO', protocolId, reason: 'HOST_REQUEST', deactivatedOn: '2026-03-03' },
  },
  { stream: `PuntoCliente-${pointId}` },
];
const terminated: Entry = [
  {
    type: 'ProtocolTerminated',
    data: { noticeDate: '2026-03-01', effectiveDate: '2026-06-01', reason: 'Recesso' },
  },
  { stream: 'Protocol-p-1' },
];
const expired: Entry = [{ type: 'ProtocolExpired', data: { expiredOn: '2029-03-01' } }, { stream: 'Protocol-p-1' }];
const renewed: Entry = [
  { type: 'ProtocolRenewed', data: { successorId: 'p-2', effectiveDate: '2026-09-01', points: ['a'] } },
  { stream: 'Protocol-p-1' },
];
const amended = (removed: string[], added: string[] = []): Entry => [
  {
    type: 'ProtocolAmended',
    data: {
      ...{ amendmentId: 'am-1', effectiveDate: '2026-09-01', points: ['a'], kinds: ['SERVIZIO'], added, removed },
      ...{ durationMonths: 36, expiresOn: '2029-03-01' },
    },
  },
  { stream: 'Protocol-p-1' },
];
const transferred = (pointId: string, previousProtocolId: string, protocolId: string): Entry => [
  {
    type: 'PuntoClienteCoverageTransferred',
    data: { kind: 'SERVIZIO', previousProtocolId, protocolId, transferredOn: '2026-03-05' },
  },
  { stream: `PuntoCliente-${pointId}` },
];
const pass = (pointId: string) => ({
  name: 'TransferPuntoClienteCoverage',
  data: { pointId, previousProtocolId: 'p-1', protocolId: 'p-2', transferredOn: '2026-09-01' },
});
const end = (pointId: string, reason: string, endedOn: string) => ({
  name: 'EndPuntoClienteWithProtocol',
  data: { pointId, protocolId: 'p-1', reason, endedOn },
});

describe('points follow their protocol', () => {
  const process = processManager(pointsFollowProtocol);

  it('P6: a protocol that is renewed hands over the points that its successor covers, and takes the others with it', () => {
    process
      .given(activated('a'), activated('b'), renewed)
      .thenCommands(pass('a'), end('b', 'PROTOCOL_RENEWED', '2026-09-01'));
    process.given(renewed, activated('a')).thenCommands(pass('a'));
  });

  it('P7: a point that an amendment removes ends on its day, also one activated just after by someone who looked before', () => {
    process
      .given(activated('a'), activated('b'), amended(['b']))
      .thenCommands(end('b', 'PROTOCOL_AMENDED', '2026-09-01'));
    process
      .given(activated('a'), amended(['b']), activated('b'))
      .thenCommands(end('b', 'PROTOCOL_AMENDED', '2026-09-01'));
    process.given(amended(['b']), amended([], ['b']), activated('b')).thenCommands();
  });

  it('P6: a point that passed ends with the successor', () => {
    process
      .given(activated('a', 'p-0'), transferred('a', 'p-0', 'p-1'), terminated)
      .thenCommands(end('a', 'PROTOCOL_TERMINATED', '2026-06-01'));
  });

  it('a protocol that is terminated takes all its active points with it', () => {
    process
      .given(activated('a'), activated('b'), terminated)
      .thenCommands(end('a', 'PROTOCOL_TERMINATED', '2026-06-01'), end('b', 'PROTOCOL_TERMINATED', '2026-06-01'));
  });

  it('a protocol that expires does so, too', () => {
    process.given(activated('a'), expired).thenCommands(end('a', 'PROTOCOL_EXPIRED', '2029-03-01'));
  });

  it('a point activated just after the end, by someone who looked just before, ends at once', () => {
    process.given(terminated, activated('late')).thenCommands(end('late', 'PROTOCOL_TERMINATED', '2026-06-01'));
    process
      .given(activated('a'), terminated, activated('late'))
      .thenCommands(end('late', 'PROTOCOL_TERMINATED', '2026-06-01'));
  });

  it('every late activation ends, however many there are', () => {
    process
      .given(terminated, activated('b'), deactivated('b'), activated('c'))
      .thenCommands(end('c', 'PROTOCOL_TERMINATED', '2026-06-01'));
  });

  it('T1: a point that has ended since is asked, too: the end of the protocol may have a legal date before that', () => {
    process
      .given(activated('a'), activated('b'), deactivated('a'), terminated)
      .thenCommands(end('a', 'PROTOCOL_TERMINATED', '2026-06-01'), end('b', 'PROTOCOL_TERMINATED', '2026-06-01'));
  });

  it('points under other protocols are left alone', () => {
    process.given(activated('a', 'p-2'), terminated).thenCommands();
  });

  describe('a protocol that is suspended', () => {
    const inForce = { from: 'IN_FORCE', to: 'SUSPENDED' } as const;
    const suspended: Entry = [
      { type: 'ProtocolSuspended', data: { suspendedOn: '2026-03-10', until: '2026-04-01', reason: 'x', ...inForce } },
      { stream: 'Protocol-p-1' },
    ];
    const resumed: Entry = [
      { type: 'ProtocolResumed', data: { resumedOn: '2026-04-01', from: 'SUSPENDED', to: 'IN_FORCE' } },
      { stream: 'Protocol-p-1' },
    ];
    const suspend = (pointId: string) => ({
      name: 'SuspendPuntoClienteByPolicy',
      data: {
        ...{ pointId, protocolId: 'p-1', reason: 'PROTOCOL_SUSPENDED', suspendedOn: '2026-03-10' },
        until: '2026-04-01',
      },
    });

    it('suspends its points on its legal date and for as long, in whatever order the log has both', () => {
      process.given(activated('a'), activated('b'), suspended).thenCommands(suspend('a'), suspend('b'));
      process.given(suspended, activated('late')).thenCommands(suspend('late'));
    });

    it('T1: suspends them also where it is recorded after the end of the protocol', () => {
      process.given(activated('a'), terminated, suspended).thenCommands(suspend('a'));
    });

    it('gives them back when it is resumed', () => {
      process.given(activated('a'), suspended, resumed).thenCommands({
        name: 'LiftSuspensionOfPuntoCliente',
        data: { pointId: 'a', reason: 'PROTOCOL_SUSPENDED', resumedOn: '2026-04-01' },
      });
      process.given(suspended, resumed, activated('b')).thenCommands();
    });
  });

  it('nothing happens while the protocol is in force', () => {
    process.given(activated('a')).thenCommands();
  });
});
