import { processManager } from '#kernel/specification';
import { specify } from '#use-cases/specification';
import { startOf } from '#use-cases/dated';
import type { PuntoClienteEvent } from '../domain/events.ts';
import { puntoCliente } from '../domain/punto-cliente.ts';
import { activePoint, moves, on, suspendedFor } from '../specification/sample-point.ts';
import { deactivatePuntoCliente } from '../use-cases/deactivate-punto-cliente.ts';
import { resumePuntoCliente } from '../use-cases/resume-punto-cliente.ts';
import { suspendPuntoCliente } from '../use-cases/suspend-punto-cliente.ts';
import { suspensionsEnd } from './suspensions-end.ts';

const point = { pointId: 'point-1' };
const until = (day: string, { type, data, ...more }: PuntoClienteEvent): PuntoClienteEvent =>
  ({ type, data: { ...data, until: day }, ...more }) as PuntoClienteEvent;
const over = (resumedOn: string): PuntoClienteEvent =>
  on(resumedOn, {
    type: 'PuntoClienteResumed',
    data: {
      ...{ kind: 'SERVIZIO', protocolId: 'p-1', reason: 'STAFF', resumedOn },
      ...moves('SUSPENDED', 'ACTIVE'),
    },
  });
const recorded = (events: readonly PuntoClienteEvent[]) =>
  events.map((event) => [event, { stream: 'PuntoCliente-point-1' as const }] as const);
/** Suspended today, 2 March, and until the 20th. */
const standing = until('2026-03-20', suspendedFor('STAFF', '2026-02-25'));
const stands = { suspensions: [{ reason: 'STAFF', from: '2026-02-25', until: '2026-03-20' }] };
const ends = ['point-1', 'STAFF', Date.parse(startOf('2026-03-20')), 'LiftSuspensionOfPuntoCliente'] as const;

describe('T1: what is recorded late of a suspension leaves the one that stands its end', () => {
  const subject = specify(puntoCliente);
  const process = processManager(suspensionsEnd);

  it('a suspension of before, whose own end is recorded with it', () => {
    const life = [...activePoint, standing];
    const late = subject
      .given(...life)
      .when(suspendPuntoCliente, { ...point, reason: 'STAFF', suspendedOn: '2026-02-12', until: '2026-02-15' })
      .events();
    expect(late).toMatchObject([
      { type: 'PuntoClienteSuspended', data: { suspendedOn: '2026-02-12', until: '2026-02-15', standing: stands } },
      { type: 'PuntoClienteResumed', data: { reason: 'STAFF', resumedOn: '2026-02-15', standing: stands } },
    ]);
    process.given(...recorded(life)).thenDeadlines(ends);
    process.given(...recorded([...life, ...late.slice(0, 1)])).thenDeadlines(ends);
    process.given(...recorded([...life, ...late])).thenDeadlines(ends);
  });

  it('a resumption of before', () => {
    const life = [...activePoint, suspendedFor('STAFF', '2026-02-12'), over('2026-02-20'), standing];
    const late = subject
      .given(...life)
      .when(resumePuntoCliente, { ...point, reason: 'STAFF', resumedOn: '2026-02-14' })
      .events();
    expect(late).toMatchObject([{ data: { resumedOn: '2026-02-14', standing: stands } }]);
    process.given(...recorded([...life, ...late])).thenDeadlines(ends);
  });

  it('one that is recorded on its day says nothing of what stands', () => {
    const [now] = subject
      .given(...activePoint)
      .when(suspendPuntoCliente, { ...point, reason: 'STAFF', until: '2026-03-20' })
      .events();
    expect(now?.data).not.toHaveProperty('standing');
  });

  it('a late suspension that another end has reached is over with it, and nothing is waited for', () => {
    const life = [...activePoint, suspendedFor('STAFF', '2026-02-15'), over('2026-02-20')];
    const late = subject
      .given(...life)
      .when(suspendPuntoCliente, { ...point, reason: 'STAFF', suspendedOn: '2026-02-12', until: '2026-03-20' })
      .events();
    expect(late).toMatchObject([{ data: { standing: { suspensions: [] } } }]);
    process.given(...recorded([...life, ...late])).thenDeadlines();
  });

  it('an end of the point, which may come before what is over by then has been told to be', () => {
    const life = [...activePoint, suspendedFor('STAFF', '2026-02-12'), over('2026-02-20'), standing];
    const late = subject
      .given(...life)
      .when(deactivatePuntoCliente, { ...point, reason: 'HOST_REQUEST', deactivatedOn: '2026-03-02' })
      .events();
    process.given(...recorded([...life, ...late])).thenDeadlines(ends);
  });

  it('facts of earlier versions, which say nothing of what stands, are read as they were', () => {
    process
      .given(...recorded([...activePoint, standing, until('2026-03-09', suspendedFor('STAFF', '2026-03-02'))]))
      .thenDeadlines(['point-1', 'STAFF', Date.parse(startOf('2026-03-09')), 'LiftSuspensionOfPuntoCliente']);
  });
});
