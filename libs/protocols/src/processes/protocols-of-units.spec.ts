import { processManager } from '#kernel/specification';
import { unitDependantsKeeper } from '#organisation';
import type { ProtocolEvent } from '../domain/events.ts';
import { drafted } from '../specification/sample-protocol.ts';
import { protocolsOfUnits } from './protocols-of-units.ts';

type Entry = [ProtocolEvent, { stream: string }];
const at = (event: ProtocolEvent): Entry => [event, { stream: 'Protocol-p-1' }];
const keeper = processManager(unitDependantsKeeper([protocolsOfUnits]));
const dependant = { kind: 'PROTOCOL', id: 'p-1' };
const enters = { name: 'EnterUnitDependant', data: { unit: 'DR-08', dependant, from: '2026-03-02' } };
const leaves = (leftOn: string) => ({ name: 'LeaveUnit', data: { unit: 'DR-08', dependant, leftOn } });

const signed = at({
  type: 'ProtocolSignatureRecorded',
  data: {
    ...{ party: 'INPS', documentSha256: 'a'.repeat(64), format: 'PADES', signerRole: 'x', unit: 'DR-08' },
    signedAt: '2026-01-08T10:00:00.000Z',
    registerEntry: { aoo: 'x', year: 2026, number: 1, date: '2026-01-08' },
  },
});
const entered = at({
  type: 'ProtocolEnteredIntoForce',
  data: { effectiveDate: '2026-01-10', expiresOn: '2029-01-10' },
});
const expired = at({ type: 'ProtocolExpired', data: { expiredOn: '2026-02-10' } });
const rectified = (to: 'IN_FORCE' | 'EXPIRED', expiresOn: string): Entry =>
  at({
    type: 'ProtocolRectified',
    data: {
      ...{ rectifies: 5, of: 'ProtocolEnteredIntoForce', reason: 'x', from: 'EXPIRED', to },
      ...{ act: { authority: 'x', number: '1', date: '2026-03-01' }, standing: { signatures: [], expiresOn } },
    },
  });

describe('a unit is needed by the protocols that it signs', () => {
  it('from the signature until they end, or come to nothing', () => {
    keeper.given(at(drafted()), signed).thenCommands(enters);
    keeper.given(at(drafted()), signed, entered).thenCommands();
    keeper.given(at(drafted()), signed, entered, expired).thenCommands(leaves('2026-02-10'));
    const rejected: Entry = [
      { type: 'ProtocolRejected', data: { reason: 'x' }, effectiveAt: '2026-01-08T23:30:00.000Z' },
      { stream: 'Protocol-p-1' },
    ];
    keeper.given(at(drafted()), signed, rejected).thenCommands(leaves('2026-01-09'));
  });

  it('by one that only named who proposes it, while it is in force', () => {
    const proposed = at(drafted({ proposingUnit: 'DR-08' }));
    keeper.given(proposed).thenCommands();
    keeper.given(proposed, entered).thenCommands(enters);
  });

  it('T2: again where an end that was recorded was none', () => {
    keeper.given(at(drafted()), signed, entered, expired, rectified('IN_FORCE', '2029-01-15')).thenCommands(enters);
    keeper.given(at(drafted()), signed, entered, rectified('EXPIRED', '2026-02-20')).thenCommands(leaves('2026-02-20'));
  });

  it('T2: until the day on which they ended, also where that is rectified, to an earlier day or a later one', () => {
    const ended = [at(drafted()), signed, entered, expired];
    keeper.given(...ended, rectified('EXPIRED', '2026-02-01')).thenCommands(leaves('2026-02-01'));
    keeper.given(...ended, rectified('EXPIRED', '2026-02-20')).thenCommands(leaves('2026-02-20'));
    keeper.given(...ended, rectified('EXPIRED', '2026-02-10')).thenCommands();
    // Another one of before that ended again after it had been taken for one that goes on.
    const goesOn = rectified('IN_FORCE', '2029-01-15');
    keeper.given(...ended, goesOn, rectified('EXPIRED', '2026-02-10')).thenCommands(leaves('2026-02-10'));
  });

  it('T1: until the day of a termination that is recorded once they have expired', () => {
    const terminated = at({
      type: 'ProtocolTerminated',
      data: { noticeDate: '2026-01-12', effectiveDate: '2026-01-31', reason: 'x' },
    });
    keeper.given(at(drafted()), signed, entered, expired, terminated).thenCommands(leaves('2026-01-31'));
  });
});
