import { publishedEvents } from '#integration';
import { recordedLog } from '#kernel/specification';
import { publishedAgendas } from './published-agendas.ts';

const roma = { region: '12', province: '058' };
const parma = { region: '08', province: '034' };
const events = publishedEvents(publishedAgendas);

describe('an agenda that passes to another owner', () => {
  it('tells so where it stood, where it stands elsewhere from then on', () => {
    const leftBy = (previous: typeof roma): object => {
      const owner = { kind: 'SEDE', unit: 'U-1' } as const;
      const [event] = recordedLog([
        {
          type: 'AgendaTransferred',
          data: { agendaId: 'agenda-1', owner, ...parma, previous: { owner, ...previous } },
        },
      ]);
      const placed = { ...event!, metadata: { ...event!.metadata, scope: parma } };
      return events.fold(undefined, placed, events.keys(placed)[0]!)!;
    };
    expect(leftBy(roma)).toMatchObject({ ...parma, leftRegion: '12', leftProvince: '058' });
    expect(leftBy(parma)).toMatchObject({ ...parma, leftRegion: null, leftProvince: null });
  });
});
