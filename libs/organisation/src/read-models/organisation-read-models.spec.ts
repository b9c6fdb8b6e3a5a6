import { projection } from '#kernel/specification';
import type { HostBodyEvent, TerritorialUnitEvent } from '../domain/events.ts';
import { hostBodies } from './host-bodies.ts';
import { territorialUnits } from './territorial-units.ts';

const registered: HostBodyEvent = {
  type: 'HostBodyRegistered',
  data: {
    id: 'host-1',
    kind: 'PUBLIC_ADMINISTRATION',
    name: 'Comune dimostrativo',
    fiscalCode: '80078750587',
    ipaCode: 'c_demo',
    region: '08',
    province: '037',
  },
};

describe('read models of the organisation', () => {
  it('a host body shows its details as corrected last', () => {
    const { id: _id, kind: _kind, ...details } = registered.data as Record<string, unknown>;
    const document = projection(hostBodies)
      .given<HostBodyEvent>(
        [registered, { stream: 'HostBody-host-1', revision: 0 }],
        [
          { type: 'HostBodyDetailsCorrected', data: { ...details, name: 'Comune corretto' } as never },
          { stream: 'HostBody-host-1', revision: 1 },
        ],
      )
      .document('host-1');
    expect(document).toMatchObject({
      id: 'host-1',
      name: 'Comune corretto',
      kind: 'PUBLIC_ADMINISTRATION',
      revision: 1,
    });
  });

  it('a unit shows where it stands in the tree', () => {
    const established: TerritorialUnitEvent = {
      type: 'TerritorialUnitEstablished',
      data: { code: 'DC', kind: 'DIREZIONE_CENTRALE', name: 'Centrale', aooCode: 'INPS', pec: 'dc@pec.example.it' },
    };
    const document = projection(territorialUnits)
      .given<TerritorialUnitEvent>([established, { stream: 'TerritorialUnit-DC' }])
      .document('DC');
    const { life: _written, ...line } = document!;
    expect(line).toEqual({
      code: 'DC',
      state: 'ESTABLISHED',
      kind: 'DIREZIONE_CENTRALE',
      name: 'Centrale',
      parent: null,
      region: null,
      province: null,
      municipality: null,
      aooCode: 'INPS',
      pec: 'dc@pec.example.it',
      establishedOn: null,
      closedOn: null,
      kinds: [{ kind: 'DIREZIONE_CENTRALE', from: null, until: null }],
      parents: [],
      demonstration: false,
      establishedAt: '2026-03-02T08:00:00.000Z',
      revision: 0,
    });
  });
});
