import { specify } from '#use-cases/specification';
import { startOf } from '#use-cases/dated';
import { ProtocolSuspended } from '../domain/binding-events.ts';
import type { ProtocolEvent } from '../domain/events.ts';
import { protocol } from '../domain/protocol.ts';
import { drafted, submitted } from '../specification/sample-protocol.ts';
import { bringProtocolIntoForce } from './bring-protocol-into-force.ts';
import { carryOutEntryIntoForce } from './carry-out-entry-into-force.ts';
import { carryOutResumption } from './carry-out-resumption.ts';
import { carryOutTermination } from './carry-out-termination.ts';
import { expireProtocol } from './expire-protocol.ts';
import { resumeProtocol } from './resume-protocol.ts';
import { suspendProtocol } from './suspend-protocol.ts';
import { terminateProtocol } from './terminate-protocol.ts';
import { withdrawEntryIntoForce } from './withdraw-entry-into-force.ts';
import { withdrawTermination } from './withdraw-termination.ts';

type DataOf<Type extends ProtocolEvent['type']> = Extract<ProtocolEvent, { type: Type }>['data'];

const signed: ProtocolEvent[] = [
  drafted(),
  submitted,
  {
    type: 'ProtocolSigned',
    data: { documentSha256: 'a'.repeat(64), signedAt: '2026-01-08T10:00:00.000Z' },
    effectiveAt: '2026-01-08T10:00:00.000Z',
  },
];
const inForce: ProtocolEvent[] = [
  ...signed,
  {
    type: 'ProtocolEnteredIntoForce',
    data: { effectiveDate: '2026-01-10', expiresOn: '2029-01-10' },
    effectiveAt: startOf('2026-01-10'),
  },
];
const reason = 'Lavori nella sede';
const suspended = (
  suspendedOn: string,
  more: Partial<DataOf<'ProtocolSuspended'>> = {},
): ProtocolEvent & { type: 'ProtocolSuspended' } => ({
  type: 'ProtocolSuspended',
  data: { suspendedOn, reason, from: 'IN_FORCE', to: 'SUSPENDED', ...more },
  effectiveAt: startOf(suspendedOn),
});
const resumed = (resumedOn: string, more: Partial<DataOf<'ProtocolResumed'>> = {}): ProtocolEvent => ({
  type: 'ProtocolResumed',
  data: { resumedOn, from: 'SUSPENDED', to: 'IN_FORCE', ...more },
  effectiveAt: startOf(resumedOn),
});
const terms = { noticeDate: '2026-02-01', effectiveDate: '2026-02-20', reason: 'Recesso' };
const notified = (effectiveDate = terms.effectiveDate): ProtocolEvent => ({
  type: 'ProtocolTerminationNotified',
  data: { ...terms, effectiveDate },
  effectiveAt: startOf(effectiveDate),
});
const terminated = (effectiveDate = terms.effectiveDate): ProtocolEvent => ({
  type: 'ProtocolTerminated',
  data: { ...terms, effectiveDate },
  effectiveAt: startOf(effectiveDate),
});
const at = (time: string) => ({ now: Date.parse(time) });
const subject = specify(protocol);

describe('suspension of a protocol', () => {
  it('begins today, and is resumed on a day', () => {
    subject
      .given(...inForce)
      .when(suspendProtocol, { reason })
      .then(suspended('2026-03-02'));
    subject
      .given(...inForce, suspended('2026-02-01'))
      .when(resumeProtocol, { reason: 'Lavori finiti' })
      .then(resumed('2026-03-02', { reason: 'Lavori finiti' }));
  });

  it('needs a protocol in force, and a resumption one that is suspended', () => {
    subject
      .given(...signed)
      .when(suspendProtocol, { reason })
      .thenRefused('PROTOCOL_STATE_FORBIDS', { state: 'SIGNED' });
    subject
      .given(...inForce, suspended('2026-02-01'))
      .when(suspendProtocol, { reason })
      .thenRefused('PROTOCOL_STATE_FORBIDS', { state: 'SUSPENDED' });
    subject
      .given(...inForce)
      .when(resumeProtocol, { reason })
      .thenRefused('PROTOCOL_STATE_FORBIDS', { state: 'IN_FORCE' });
  });

  it('is recorded on its day or later, and ends after it began', () => {
    subject
      .given(...inForce)
      .when(suspendProtocol, { reason, suspendedOn: '2026-03-03' })
      .thenRefused('SUSPENSION_IN_FUTURE');
    subject
      .given(...inForce)
      .when(suspendProtocol, { reason, until: '2026-03-02' })
      .thenRefused('SUSPENSION_ENDS_BEFORE_IT_BEGINS');
    subject
      .given(...inForce, suspended('2026-02-01'))
      .when(resumeProtocol, { reason, resumedOn: '2026-03-03' })
      .thenRefused('RESUMPTION_IN_FUTURE');
  });

  it('with an end ahead is resumed on it by the calendar, not a moment earlier, and once', () => {
    const until = '2026-03-30';
    const waiting = [...inForce, suspended('2026-03-02', { until })];
    subject
      .given(...inForce)
      .when(suspendProtocol, { reason, until })
      .then(suspended('2026-03-02', { until }));
    const carryOut = { resumedOn: until };
    subject
      .given(...waiting)
      .when(carryOutResumption, carryOut, at('2026-03-29T21:59:59.999Z'))
      .thenRefused('DATE_NOT_REACHED');
    subject
      .given(...waiting)
      .when(carryOutResumption, carryOut, at('2026-03-29T22:00:00Z'))
      .then(resumed(until));
    subject
      .given(...waiting, resumed('2026-03-10', { reason }))
      .when(carryOutResumption, carryOut, at('2026-03-30T09:00:00Z'))
      .thenRefused('NOTHING_TO_CARRY_OUT', { state: 'IN_FORCE' });
  });

  it('whose end has come when it is recorded is resumed with it', () => {
    subject
      .given(...inForce)
      .when(suspendProtocol, { reason, suspendedOn: '2026-02-01', until: '2026-02-10' })
      .then(suspended('2026-02-01', { until: '2026-02-10' }), resumed('2026-02-10'));
  });

  it('does not keep a protocol from being terminated, from expiring or from being forwarded', () => {
    const suspension = suspended('2026-02-01');
    subject
      .given(...inForce, suspension)
      .when(terminateProtocol, { noticeDate: '2026-03-02', effectiveDate: '2026-03-02', reason: 'Recesso' })
      .then(
        {
          type: 'ProtocolTerminationNotified',
          data: { noticeDate: '2026-03-02', effectiveDate: '2026-03-02', reason: 'Recesso' },
          effectiveAt: startOf('2026-03-02'),
        },
        {
          type: 'ProtocolTerminated',
          data: {
            ...{ noticeDate: '2026-03-02', effectiveDate: '2026-03-02', reason: 'Recesso' },
            ...{ from: 'SUSPENDED', to: 'TERMINATED' },
          },
          effectiveAt: startOf('2026-03-02'),
        },
      );
    subject
      .given(...inForce, suspension)
      .when(expireProtocol, { expiresOn: '2029-01-10' }, at('2029-01-10T09:00:00Z'))
      .then({
        type: 'ProtocolExpired',
        data: { expiredOn: '2029-01-10', from: 'SUSPENDED', to: 'EXPIRED' },
        effectiveAt: startOf('2029-01-10'),
      });
  });
});

describe('T1: a fact of a protocol is judged on its legal date, whatever the state today', () => {
  const over = [...inForce, notified(), terminated()];

  it('a suspension before a termination that was recorded already is taken, and changes nothing of today', () => {
    subject
      .given(...over)
      .when(suspendProtocol, { reason, suspendedOn: '2026-02-10' })
      .then(suspended('2026-02-10', { from: 'TERMINATED', to: 'TERMINATED' }));
  });

  it('it ends with the protocol, whatever end it has', () => {
    subject
      .given(...over)
      .when(suspendProtocol, { reason, suspendedOn: '2026-02-10', until: '2026-02-25' })
      .then(suspended('2026-02-10', { until: '2026-02-25', from: 'TERMINATED', to: 'TERMINATED' }));
  });

  it('one from the day of the end on, or before the entry into force, is refused', () => {
    subject
      .given(...over)
      .when(suspendProtocol, { reason, suspendedOn: '2026-02-20' })
      .thenRefused('PROTOCOL_STATE_FORBIDS', { state: 'TERMINATED', legalDate: '2026-02-20' });
    subject
      .given(...over)
      .when(suspendProtocol, { reason, suspendedOn: '2026-01-09' })
      .thenRefused('PROTOCOL_STATE_FORBIDS', { state: 'SIGNED', legalDate: '2026-01-09' });
  });

  it('one that was over before another began leaves the later one standing', () => {
    const later = suspended('2026-02-15', { until: '2026-06-01' });
    const standing = { suspendedOn: '2026-02-15', until: '2026-06-01', reason };
    subject
      .given(...inForce, later)
      .when(suspendProtocol, { reason, suspendedOn: '2026-02-01', until: '2026-02-10' })
      .then(
        suspended('2026-02-01', { until: '2026-02-10', from: 'SUSPENDED', to: 'SUSPENDED', suspension: standing }),
        resumed('2026-02-10', { to: 'SUSPENDED', suspension: standing }),
      );
  });

  describe('T1: one that overlaps another is suspended on the days of either', () => {
    const late = { reason, suspendedOn: '2026-02-01', until: '2026-02-20' };
    const stateOn = (day: string, ...facts: ProtocolEvent[]) =>
      protocol.told.judgedOn(
        [...inForce, ...facts].map((event, revision) => ({ event, revision, recordedAt: '2026-03-02T08:00:00.000Z' })),
        day,
      ).status;

    it('where the other goes on, it goes on as that was set', () => {
      for (const more of [{}, { until: '2026-06-01' }]) {
        const other = suspended('2026-02-10', more);
        const standing = { suspendedOn: '2026-02-10', reason, ...more };
        const own = { until: '2026-02-20', from: 'SUSPENDED', to: 'SUSPENDED', suspension: standing } as const;
        subject
          .given(...inForce, other)
          .when(suspendProtocol, late)
          .then(suspended('2026-02-01', own));
        expect(stateOn('2026-02-25', other, suspended('2026-02-01', own))).toBe('SUSPENDED');
      }
    });

    it('where the other was over later, until then; and where it was over before, until its own end', () => {
      const other = [suspended('2026-02-10', { until: '2026-02-25' }), resumed('2026-02-25')];
      const facts = [
        ...other,
        ...subject
          .given(...inForce, ...other)
          .when(suspendProtocol, late)
          .events(),
      ];
      const days = ['2026-01-31', '2026-02-05', '2026-02-20', '2026-02-24', '2026-02-25'];
      const states = ['IN_FORCE', 'SUSPENDED', 'SUSPENDED', 'SUSPENDED', 'IN_FORCE'];
      expect(days.map((day) => stateOn(day, ...facts))).toEqual(states);

      const inner = [suspended('2026-02-05', { until: '2026-02-10' }), resumed('2026-02-10')];
      const around = [
        ...inner,
        ...subject
          .given(...inForce, ...inner)
          .when(suspendProtocol, late)
          .events(),
      ];
      expect(['2026-02-04', '2026-02-10', '2026-02-19', '2026-02-20'].map((day) => stateOn(day, ...around))).toEqual([
        ...['SUSPENDED', 'SUSPENDED', 'SUSPENDED', 'IN_FORCE'],
      ]);
    });

    it('of two of an earlier version the one that began first counted alone, and does; not beside one of this version', () => {
      const before = (suspendedOn: string, until: string) => {
        const { data, ...event } = suspended(suspendedOn, { until });
        return { ...event, data: ProtocolSuspended.upcasters[1]?.(data) } as ProtocolEvent;
      };
      const going = before('2026-02-10', '2026-06-01');
      const old = [going, before('2026-02-01', '2026-02-20'), resumed('2026-02-20')];
      const days = ['2026-02-01', '2026-02-19', '2026-02-20', '2026-03-02'];
      expect(days.map((day) => stateOn(day, ...old))).toEqual(['SUSPENDED', 'SUSPENDED', 'IN_FORCE', 'IN_FORCE']);
      const other = [going, suspended('2026-02-01', { until: '2026-02-20' }), resumed('2026-02-20')];
      expect(days.map((day) => stateOn(day, ...other))).toEqual(Array(4).fill('SUSPENDED'));
    });

    it('the day that was set for one which was resumed before ends no other', () => {
      const before = [suspended('2026-02-01', { until: '2026-02-20' }), resumed('2026-02-20')];
      const byHand = resumed('2026-02-10', { reason });
      const [other] = subject
        .given(...inForce, ...before, byHand)
        .when(suspendProtocol, { reason, suspendedOn: '2026-02-15' })
        .events();
      expect(other?.data).toMatchObject({ from: 'IN_FORCE', to: 'SUSPENDED' });
      const days = ['2026-02-09', '2026-02-10', '2026-02-15', '2026-02-20', '2026-03-02'];
      const states = ['SUSPENDED', 'IN_FORCE', 'SUSPENDED', 'SUSPENDED', 'SUSPENDED'];
      expect(days.map((day) => stateOn(day, ...before, byHand, other!))).toEqual(states);
    });

    it('but for a resumption by hand, which ends whatever stands', () => {
      const other = suspended('2026-02-10', { until: '2026-06-01' });
      const byHand = resumed('2026-02-25', { reason });
      const facts = [other, suspended('2026-02-01', { until: '2026-02-20' }), byHand];
      expect(stateOn('2026-02-24', ...facts)).toBe('SUSPENDED');
      expect(stateOn('2026-02-25', ...facts)).toBe('IN_FORCE');
    });
  });

  it('a termination of before a suspension that was recorded already leaves no room for that', () => {
    subject
      .given(...inForce, suspended('2026-02-25'))
      .when(terminateProtocol, terms)
      .then(notified(), {
        type: 'ProtocolTerminated',
        data: { ...terms, from: 'SUSPENDED', to: 'TERMINATED' },
        effectiveAt: startOf(terms.effectiveDate),
      });
  });

  it('facts of one day follow each other as they were recorded', () => {
    subject
      .given(...inForce, suspended('2026-02-10'))
      .when(resumeProtocol, { reason, resumedOn: '2026-02-10' })
      .then(resumed('2026-02-10', { reason }));
    subject
      .given(...inForce, suspended('2026-02-10'), resumed('2026-02-10', { reason }))
      .when(resumeProtocol, { reason, resumedOn: '2026-02-10' })
      .thenRefused('PROTOCOL_STATE_FORBIDS', { state: 'IN_FORCE' });
  });
});

describe('what was set for a date ahead', () => {
  const scheduled: ProtocolEvent = {
    type: 'ProtocolEntryIntoForceScheduled',
    data: { effectiveDate: '2026-03-30' },
    effectiveAt: startOf('2026-03-30'),
  };
  const notScheduled: ProtocolEvent = {
    type: 'ProtocolEntryIntoForceWithdrawn',
    data: { effectiveDate: '2026-03-30', reason },
  };
  const ahead = '2026-06-01';

  it('an entry into force can be taken back, and set anew', () => {
    subject
      .given(...signed, [scheduled, { recordedAt: '2026-02-01T09:00:00.000Z' }])
      .when(withdrawEntryIntoForce, { reason })
      .then(notScheduled);
    const withdrawn = subject.given(
      ...signed,
      [scheduled, { recordedAt: '2026-02-01T09:00:00.000Z' }],
      [notScheduled, { recordedAt: '2026-02-02T09:00:00.000Z' }],
    );
    withdrawn
      .when(carryOutEntryIntoForce, { effectiveDate: '2026-03-30' }, at('2026-03-30T09:00:00Z'))
      .thenRefused('NOTHING_TO_CARRY_OUT');
    withdrawn.when(withdrawEntryIntoForce, { reason }).thenRefused('ENTRY_INTO_FORCE_NOT_SCHEDULED');
    withdrawn.when(bringProtocolIntoForce, { effectiveDate: '2026-03-30' }, { points: new Map() }).then(scheduled);
  });

  it('not once its day has come', () => {
    subject
      .given(...signed, [scheduled, { recordedAt: '2026-02-01T09:00:00.000Z' }])
      .when(withdrawEntryIntoForce, { reason }, at('2026-03-30T09:00:00Z'))
      .thenRefused('ENTRY_INTO_FORCE_HAS_COME');
    subject
      .given(...inForce, [notified(ahead), { recordedAt: '2026-02-01T09:00:00.000Z' }])
      .when(withdrawTermination, { reason }, at('2026-06-01T09:00:00Z'))
      .thenRefused('TERMINATION_HAS_COME');
  });

  it('a notice of termination can be taken back, and given anew', () => {
    const notice: [ProtocolEvent, { recordedAt: string }] = [
      notified(ahead),
      { recordedAt: '2026-02-01T09:00:00.000Z' },
    ];
    const back: ProtocolEvent = { type: 'ProtocolTerminationWithdrawn', data: { effectiveDate: ahead, reason } };
    subject
      .given(...inForce, notice)
      .when(withdrawTermination, { reason })
      .then(back);
    const withdrawn = subject.given(...inForce, notice, [back, { recordedAt: '2026-02-02T09:00:00.000Z' }]);
    withdrawn
      .when(carryOutTermination, { effectiveDate: ahead }, at('2026-06-01T09:00:00Z'))
      .thenRefused('NOTHING_TO_CARRY_OUT');
    withdrawn.when(withdrawTermination, { reason }).thenRefused('TERMINATION_NOT_NOTIFIED');
    withdrawn.when(terminateProtocol, { ...terms, effectiveDate: ahead }).then(notified(ahead));
  });
});
