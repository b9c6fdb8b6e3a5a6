import { EventRegistry } from '#kernel/execution';
import { recorded } from '#kernel/specification';
import { privacyEvents } from './events.ts';

describe('an erasure of before', () => {
  const read = (data: object): unknown =>
    new EventRegistry(privacyEvents).decode({
      ...recorded({ type: 'SubjectErased', data }, { stream: 'Subject-s' }),
    }).data;

  it.each([
    [{ subject: 's' }, { subject: 's', commitments: [] }],
    [
      { subject: 's', reason: 'OBJECTION' },
      { subject: 's', ground: 'OBJECTION', commitments: [] },
    ],
  ])('is read as what it is now: %j', (then, now) => {
    expect(read(then)).toEqual(now);
  });
});
