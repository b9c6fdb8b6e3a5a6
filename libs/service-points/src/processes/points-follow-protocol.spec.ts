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
/** It is to follow the event that is last in these specifications, or that at the revision that is given. */
const align = (pointId: string, revision?: number) => ({
  name: 'AlignPuntoClienteWithProtocol',
  data: { pointId, protocolId: 'p-1', ...(revision === undefined ? {} : { revision }) },
});

const suspended: Entry = [
  { type: 'ProtocolSuspended', data: { suspendedOn: '2026-03-10', reason: 'x', from: 'IN_FORCE', to: 'SUSPENDED' } },
  { stream: 'Protocol-p-1' },
];
const resumed: Entry = [
  { type: 'ProtocolResumed', data: { resumedOn: '2026-04-01', from: 'SUSPENDED', to: 'IN_FORCE' } },
  { stream: 'Protocol-p-1' },
];
const rectified = (of: ProtocolEvent['type']): Entry => [
  {
    type: 'ProtocolRectified',
    data: {
      ...{ rectifies: 1, of, annuls: true, reason: 'x', from: 'SUSPENDED', to: 'IN_FORCE' },
      ...{ act: { authority: 'x', number: '1', date: '2026-03-12' }, standing: { signatures: [] } },
    },
  },
  { stream: 'Protocol-p-1' },
];
describe('points follow their protocol', () => {
  const process = processManager(pointsFollowProtocol);

  it.each<[string, Entry]>([
    ['is terminated', terminated],
    ['expires', expired],
    ['P6: is renewed', renewed],
    ['P7: is amended', amended(['b'])],
    ['is suspended', suspended],
    ['is resumed', resumed],
    ['T2: is rectified', rectified('ProtocolSuspended')],
  ])('each point that ever had activity under a protocol is looked at when it %s', (_what, event) => {
    process.given(activated('a'), activated('b'), event).thenCommands(align('a', 2), align('b', 2));
    process.given(activated('a'), deactivated('a'), event).thenCommands(align('a', 2));
    process.given(activated('a', 'p-2'), event).thenCommands();
  });

  it('a point activated just after, by someone who looked just before, is looked at once more, however many there are', () => {
    process.given(terminated, activated('late')).thenCommands(align('late', 0));
    process.given(terminated, activated('b'), deactivated('b'), activated('c')).thenCommands(align('c', 0));
    process.given(activated('a'), suspended, resumed, activated('late')).thenCommands(align('late', 2));
  });

  it('P6: a point that passed follows the successor, which is not suspended as the older protocol was', () => {
    process.given(activated('a', 'p-0'), transferred('a', 'p-0', 'p-1')).thenCommands(align('a'));
    process.given(transferred('a', 'p-0', 'p-1'), terminated).thenCommands(align('a', 1));
  });

  it('T2: a point of which something was rectified is looked at anew, where there is something to follow', () => {
    const at = { kind: 'SERVIZIO', state: 'ACTIVE', province: '037' } as const;
    const moved: Entry = [
      {
        type: 'PuntoClienteRectified',
        data: {
          ...{ rectifies: 2, of: 'PuntoClienteActivated', changes: { activatedOn: '2026-03-01' }, reason: 'x' },
          ...{ act: { authority: 'x', number: '1', date: '2026-03-12' }, on: '2026-03-02', kind: 'SERVIZIO' },
          ...{ from: at, to: at },
          standing: { suspensions: [], activity: { protocolId: 'p-1', from: '2026-03-01' } },
        },
      },
      { stream: 'PuntoCliente-a' },
    ];
    process.given(activated('a'), moved).thenCommands();
    process.given(activated('a'), suspended, resumed, moved).thenCommands(align('a', 2));
  });

  it('T2: what is rectified of signatures and forwarding changes nothing for points', () => {
    process.given(activated('a'), rectified('ProtocolSignatureRecorded')).thenCommands();
  });

  it('what an earlier version has folded is known', () => {
    const before = { active: ['a'], end: { reason: 'PROTOCOL_TERMINATED', endedOn: '2026-06-01' } };
    const [event, envelope] = activated('late');
    const { commands } = pointsFollowProtocol.react(before, { ...event, ...envelope } as never, 'p-1');
    expect(commands).toEqual([align('late')]);
  });

  it('nothing happens while the protocol is in force', () => {
    process.given(activated('a')).thenCommands();
  });
});
