import { SPEC_NOW } from '#kernel/specification';
import { randomSuspensions, specify } from '#use-cases/specification';
import { lifeOnce, startOf } from '#use-cases/dated';
import type { ProtocolEvent } from '../domain/events.ts';
import { protocol } from '../domain/protocol.ts';
import { SUSPENSIONS } from '../domain/suspension-kind.ts';
import { drafted, submitted } from '../specification/sample-protocol.ts';
import { signingFacts } from '../specification/signatures.ts';
import { rectifyProtocol } from './rectify-protocol.ts';
import { resumeProtocol } from './resume-protocol.ts';
import { suspendProtocol } from './suspend-protocol.ts';

const inForce: readonly ProtocolEvent[] = [
  drafted(),
  submitted,
  {
    type: 'ProtocolSigned',
    data: { documentSha256: 'a'.repeat(64), signedAt: '2026-01-08T10:00:00.000Z' },
    effectiveAt: '2026-01-08T10:00:00.000Z',
  },
  {
    type: 'ProtocolEnteredIntoForce',
    data: { effectiveDate: '2026-01-10', expiresOn: '2029-01-10' },
    effectiveAt: startOf('2026-01-10'),
  },
];
const reason = 'Lavori';
const act = { authority: 'Direzione regionale', number: '12/2026', date: '2026-03-01' };
const given = (life: readonly ProtocolEvent[]) => specify(protocol).given(...life);

describe('T1, T2: a protocol is suspended on the days of its acts, in whatever order they are recorded, corrected and annulled', () => {
  it('in random lives', () => {
    const { differing, done } = randomSuspensions(
      {
        ...{ begun: inForce, told: protocol.told, kind: SUSPENSIONS },
        doing: {
          suspend: (life, suspendedOn, until) =>
            given(life)
              .when(suspendProtocol, { reason, suspendedOn, ...(until === undefined ? {} : { until }) })
              .events(),
          resume: (life, resumedOn) => given(life).when(resumeProtocol, { reason, resumedOn }).events(),
          rectify: (life, rectifies, changes) =>
            given(life)
              .when(
                rectifyProtocol,
                { rectifies, reason, act, ...(changes ? { changes } : { annuls: true }) },
                signingFacts,
              )
              .events(),
        },
      },
      { lives: 400, seed: 26 },
    );
    expect(differing).toEqual([]);
    expect(Math.min(...Object.values(done))).toBeGreaterThan(20);
  });

  it('until the day that is right for one, also where another that went on over that is told late to have ended before it', () => {
    let life: readonly ProtocolEvent[] = inForce;
    const say = (event: (before: typeof life) => typeof life): void => {
      life = [...life, ...event(life)];
    };
    say((before) => given(before).when(suspendProtocol, { reason, suspendedOn: '2026-02-22' }).events());
    const late = { reason, suspendedOn: '2026-02-16', until: '2026-03-01' };
    say((before) => given(before).when(suspendProtocol, late).events());
    const rectifying = { rectifies: inForce.length, reason, act, changes: { until: '2026-02-25' } };
    say((before) => given(before).when(rectifyProtocol, rectifying, signingFacts).events());
    say((before) => given(before).when(resumeProtocol, { reason, resumedOn: '2026-02-17' }).events());

    const whole = lifeOnce(protocol.told, [], SPEC_NOW, ...life);
    const days = ['2026-02-16', '2026-02-17', '2026-02-22', '2026-02-24', '2026-02-25', '2026-02-28'];
    expect(days.filter((day) => protocol.told.stateOn(whole, day).status === 'SUSPENDED')).toEqual([
      ...['2026-02-16', '2026-02-22', '2026-02-24'],
    ]);
  });

  it('of two that overlap also where the earlier one is recorded first: the later one then from the day on which that is over', () => {
    const earlier = { reason, suspendedOn: '2026-02-16', until: '2026-02-20' };
    const told = (...acts: { readonly suspendedOn: string; readonly until?: string }[]) => {
      let life: readonly ProtocolEvent[] = inForce;
      for (const act of acts)
        life = [
          ...life,
          ...given(life)
            .when(suspendProtocol, { reason, ...act })
            .events(),
        ];
      const whole = lifeOnce(protocol.told, [], SPEC_NOW, ...life);
      const days = ['2026-02-15', '2026-02-16', '2026-02-18', '2026-02-20', '2026-03-02'];
      return days.map((day) => protocol.told.stateOn(whole, day).status);
    };
    const [recordedFirst, recordedSecond] = [
      told(earlier, { suspendedOn: earlier.until }),
      told({ suspendedOn: '2026-02-18' }, earlier),
    ];
    expect(recordedFirst).toEqual(['IN_FORCE', 'SUSPENDED', 'SUSPENDED', 'SUSPENDED', 'SUSPENDED']);
    expect(recordedSecond).toEqual(recordedFirst);
    given([...inForce, ...given(inForce).when(suspendProtocol, earlier).events()])
      .when(suspendProtocol, { reason, suspendedOn: '2026-02-18' })
      .thenRefused('PROTOCOL_STATE_FORBIDS', { state: 'SUSPENDED' });
  });
});
