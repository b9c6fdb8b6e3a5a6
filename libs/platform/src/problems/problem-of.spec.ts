import { BadGatewayException, NotFoundException } from '@nestjs/common';
import { defineRefusal, DomainError, SystemError, type RefusalKind, type SystemErrorCode } from '#kernel/domain';
import { problemOf } from './problem-of.ts';
import { problemDocument } from './problem.ts';

describe('the problem that an error stands for', () => {
  it.each<[RefusalKind, number]>([
    ['rule', 422],
    ['already-so', 422],
    ['not-yet', 422],
    ['conflict', 409],
    ['not-found', 404],
    ['forbidden', 403],
  ])('has, for a refusal of kind %s, the status %i, its code and its facts', (kind, status) => {
    expect(
      problemOf(new DomainError('SLOT_FULL', { capacity: 2 }, kind, 'It holds {capacity}: take another.')),
    ).toMatchObject({
      status,
      code: 'SLOT_FULL',
      facts: { capacity: 2 },
      detail: 'It holds 2: take another.',
    });
  });

  it.each<[SystemErrorCode, number]>([
    ['STALE_REVISION', 412],
    ['IDEMPOTENCY_KEY_REUSED', 409],
    ['CONFLICT_RETRIES_EXHAUSTED', 409],
    ['LOG_REPLACED', 409],
    ['LOG_CHANGED', 503],
    ['CURSOR_INVALID', 400],
    ['CURSOR_OUTDATED', 400],
    ['PROJECTION_UNKNOWN', 404],
    ['RUNS_ELSEWHERE', 409],
    ['APPEND_TOO_LARGE', 422],
    ['STREAM_DELETED', 409],
    ['PROJECTION_NOT_READY', 503],
    ['PROJECTION_BEHIND', 503],
    ['PROJECTION_INCOMPLETE', 503],
    ['STORE_UNAVAILABLE', 503],
    ['OUTCOME_UNKNOWN', 503],
    ['SUBJECT_KEY_MISSING', 503],
  ])('has, for %s, the status %i', (code, status) => {
    const problem = problemOf(new SystemError(code, 'internals'));

    expect(problem).toMatchObject({ status, code });
    expect(problem.headers?.['retry-after'] === undefined).toBe(status !== 503);
  });

  it('says in its own sentence what a refusal is about, and when to try again', () => {
    const notPlanned = defineRefusal('SLOT_NOT_PLANNED', '{date} is not planned yet: ask again.', 'conflict', {
      retryAfter: 30,
    });

    expect(problemOf(notPlanned({ date: '2026-03-02' }))).toEqual({
      status: 409,
      code: 'SLOT_NOT_PLANNED',
      detail: '2026-03-02 is not planned yet: ask again.',
      facts: { date: '2026-03-02' },
      headers: { 'retry-after': '30' },
    });
  });

  it('tells of a failure of the machinery only what a client may see', () => {
    const problem = problemOf(
      new SystemError('STORE_UNAVAILABLE', 'SQLITE_FULL: /var/lib/events.db', { file: '/var/lib/events.db' }),
    );

    expect(JSON.stringify(problem)).not.toContain('/var/lib');
  });

  it.each([
    new Error('password=1'),
    new SystemError('INVALID_EVENT', 'password=1'),
    new BadGatewayException('password=1'),
    'password=1',
  ])('is INTERNAL_ERROR, without a word of it, for anything else', (error) => {
    const problem = problemOf(error);

    expect(problem).toMatchObject({ status: 500, code: 'INTERNAL_ERROR' });
    expect(JSON.stringify(problem)).not.toContain('password');
  });

  it('never repeats what Fastify or Nest say of the input', () => {
    const error = Object.assign(new SyntaxError('Unexpected token "RSSMRA80A01H501U"'), { statusCode: 400 });

    expect(problemOf(error)).toMatchObject({ status: 400, code: 'BAD_REQUEST' });
    expect(
      JSON.stringify([problemOf(error), problemOf(new NotFoundException('Cannot GET /x?cf=RSSMRA'))]),
    ).not.toContain('RSSMRA');
  });

  it('travels with a stable type and title', () => {
    expect(
      problemDocument(problemOf(new DomainError('SLOT_FULL', {}, 'conflict', 'It is full: take another.')), {
        path: '/x',
      }),
    ).toEqual({
      type: 'urn:rete-punti:problem:slot-full',
      title: 'Slot full',
      status: 409,
      detail: 'It is full: take another.',
      instance: '/x',
      code: 'SLOT_FULL',
    });
  });
});
