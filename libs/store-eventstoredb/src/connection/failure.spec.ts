import { SystemError } from '#kernel/domain';
import { failureOf, isPassing, isSafeToRepeat, NoAnswer, unavailable } from './failure.ts';

describe('failures of calls', () => {
  it.each([
    ['a connection that was reset', { type: 'unavailable', code: 14, message: '14 UNAVAILABLE: read ECONNRESET' }],
    ['a deadline', { type: 'deadline-exceeded', message: '' }],
    ['a cancellation', { type: 'cancelled', code: 1, message: '1 CANCELLED' }],
    ['a server with too much to do', { type: 'unknown', code: 8, message: '8 RESOURCE_EXHAUSTED' }],
    ['an abort', { type: 'timeout', code: 10, message: '10 ABORTED' }],
    ['a connection that went away', { type: 'unknown', code: 2, message: '2 UNKNOWN: Stream removed' }],
    ['our own timer', new NoAnswer('an append', 5)],
  ])('%s leaves the outcome unknown, and may be tried again', (_case, error) => {
    expect(failureOf(error)).toBe('unknown');
    expect([isPassing(error), isSafeToRepeat(error)]).toEqual([true, false]);
  });

  it.each([
    [
      'a server that is down',
      { code: 14, message: '14 UNAVAILABLE: No connection established. Last error: ECONNREFUSED' },
    ],
    ['a cluster that is not found', { message: 'Failed to discover after 3 attempts.' }],
    ['a name that is not found', { type: 'unavailable', code: 14, message: 'Name resolution failed for target dns:x' }],
    ['a connection that never came', { code: 4, message: 'Deadline exceeded after 5s,Waiting for LB pick' }],
    ['a server that starts', { type: 'unknown', message: 'Could not recognize Server Is Not Ready' }],
    ['a connection that was given up', { code: 14, message: '14 UNAVAILABLE: Channel closed before call started' }],
    ['a node that does not lead', { type: 'not-leader', code: 5, message: 'Leader info available' }],
  ])('%s took nothing, and may be tried again', (_case, error) => {
    expect([isPassing(error), isSafeToRepeat(error)]).toEqual([true, true]);
  });

  it.each([
    ['wrong-revision', { type: 'wrong-expected-version', message: '' }],
    ['stream-missing', { type: 'stream-not-found', message: 'S not found' }],
    ['stream-deleted', { type: 'stream-deleted', message: '' }],
    ['denied', { type: 'access-denied', code: 7, message: '7 PERMISSION_DENIED' }],
    ['denied', { type: 'unknown', code: 16, message: '16 UNAUTHENTICATED' }],
    ['no-such-position', { type: 'unknown', code: 3, message: 'Trying to read from an invalid position.' }],
    ['no-such-position', { type: 'unknown', code: 2, message: 'Unexpected ReadAllResult: InvalidPosition' }],
    ['too-large', { type: 'maximum-append-size-exceeded', code: 3, message: '' }],
    ['too-large', { type: 'unknown', code: 8, message: '8 RESOURCE_EXHAUSTED: Received message larger than max' }],
    ['refused', { type: 'unknown', code: 3, message: '3 INVALID_ARGUMENT' }],
    ['refused', { type: 'unknown', code: 12, message: '12 UNIMPLEMENTED' }],
    ['other', { type: 'unknown', code: 2, message: 'Exception was thrown by handler.' }],
    ['other', { type: 'unknown', code: 15, message: '15 DATA_LOSS' }],
    ['other', new SystemError('STORE_UNAVAILABLE', 'no connection established')],
    ['other', undefined],
  ])('%s does not pass by itself', (failure, error) => {
    expect(failureOf(error)).toBe(failure);
    expect(isPassing(error)).toBe(false);
  });

  it.each([
    [{ type: 'access-denied', code: 16, message: 'UNAUTHENTICATED' }, /refuses the user .* check user and password/],
    [{ code: 14, message: 'No connection established. Last error: ECONNREFUSED' }, /check that it runs and can be/],
    [{ code: 14, message: 'No connection established. SSL routines:wrong version number' }, /\?tls=false/],
    [{ type: 'unknown', message: 'Could not recognize Server Is Not Ready' }, /try again shortly/],
    [{ type: 'deadline-exceeded', message: '' }, /^EventStoreDB at host:2113: deadline-exceeded; check/],
  ])('%s tells what to do', (error, advice) => {
    const refused = unavailable('host:2113', Object.assign(new Error(error.message), error));

    expect(refused).toMatchObject({ code: 'STORE_UNAVAILABLE', message: expect.stringMatching(advice) });
  });
});
