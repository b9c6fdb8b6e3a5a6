import type { DomainEvent } from '#kernel/domain';
import { processManager } from '#kernel/specification';
import { displacedFollowErasures } from './displaced-follow-erasures.ts';

const on = { agendaId: 'a', date: '2026-03-02', appointmentId: 'ap-x' };
const of = (type: string, more: object = {}): DomainEvent => ({ type, data: { ...on, subject: 'x', ...more } });
const displaced = (more?: object) => of('AppointmentDisplacedByClosure', more);
const erased = (subject: string): DomainEvent => ({ type: 'SubjectErased', data: { subject, commitments: [] } });
const close = (who: string, where: object = on) => ({ name: 'CloseDisplacement', data: { ...where, erased: who } });

describe('A7: what an erased person has open without a place', () => {
  const process = processManager(displacedFollowErasures);

  it('is closed, for them and for whoever was to come with them, and nobody is remembered', () => {
    const outcome = process.given(displaced(), erased('x'));
    outcome.thenCommands(close('x'));
    expect(outcome.state('x')).toBeUndefined();

    const withSecond = { second: { subject: 'y', commitmentId: 'c' } };
    process.given(displaced(withSecond), erased('y')).thenCommands(close('y'));
    process.given(displaced(), erased('y')).thenCommands();
  });

  it.each(['AppointmentReinstated', 'AppointmentCancelled', 'AppointmentMovedAway'])(
    'is nothing after %s; on another day it may be displaced all the same',
    (type) => {
      const outcome = process.given(displaced(), of(type));
      outcome.thenCommands();
      expect(outcome.state('x')).toBeUndefined();
      const elsewhere = { ...on, date: '2026-03-04' };
      process
        .given(displaced(), displaced({ date: '2026-03-04' }), of(type), erased('x'))
        .thenCommands(close('x', elsewhere));
    },
  );
});
