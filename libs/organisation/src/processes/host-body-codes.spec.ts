import { reservationId } from '#kernel/domain';
import { processManager } from '#kernel/specification';
import type { HostBodyEvent } from '../domain/events.ts';
import { hostBodyCodes } from './host-body-codes.ts';

const details = {
  name: 'Comune dimostrativo',
  fiscalCode: '80078750587',
  ipaCode: 'c_demo',
  region: '08',
  province: '037',
};
const registered: HostBodyEvent = {
  type: 'HostBodyRegistered',
  data: { id: 'host-1', kind: 'PUBLIC_ADMINISTRATION', ...details },
};
const corrected = (change: Partial<typeof details>): HostBodyEvent => ({
  type: 'HostBodyDetailsCorrected',
  data: { ...details, ...change },
});

describe('codes of host bodies', () => {
  it('stay reserved while the body has them', () => {
    processManager(hostBodyCodes)
      .given(registered, corrected({ name: 'Altro' }))
      .thenCommands();
  });

  it('are given back, in the name of the command that reserved them, when a correction takes them away', () => {
    processManager(hostBodyCodes)
      .given(registered, corrected({ fiscalCode: '01199250158' }))
      .thenCommands({
        name: 'ReleaseReservation',
        data: {
          id: reservationId('host-body-fiscal-code', '80078750587'),
          kind: 'host-body-fiscal-code',
          forCommandId: 'command-1',
        },
      });
  });

  it('are given back by the correction after a correction, too', () => {
    processManager(hostBodyCodes)
      .given(registered, corrected({ fiscalCode: '01199250158' }), corrected({}))
      .thenCommands({
        name: 'ReleaseReservation',
        data: {
          id: reservationId('host-body-fiscal-code', '01199250158'),
          kind: 'host-body-fiscal-code',
          forCommandId: 'command-2',
        },
      });
  });
});
