import { contexts } from './contexts.ts';
import { processesOf } from './event-core.ts';

describe('reservations of the contexts', () => {
  it('are settled as soon as the act that they were made for is seen', () => {
    const sweeper = processesOf(contexts).find(({ name }) => name === 'reservation-sweeper');
    const acts = ['HostBodyRegistered', 'HostBodyDetailsCorrected', 'ProtocolSignatureRecorded'];
    expect(acts.filter((type) => !sweeper?.handles.has(type))).toEqual([]);
  });
});
