import type { Actor } from '#kernel/domain';
import { AuditedLog } from './support/audited-log.ts';
import type { Fact } from './support/fact-writer.ts';
import { forwarded, morningOf, protocolInForce, startOf } from './support/network-facts.ts';

const by = (role: string, office?: string): Actor => ({
  ...{ kind: 'person', id: `of-${role}`, role },
  ...(office === undefined ? {} : { office }),
});
const registerEntry = { ipaCode: 'inps', aoo: 'AOO-DC', register: 'RU', year: 2026, number: 9, date: '2026-07-05' };
const at = { stream: 'Protocol-pr-1', scope: { region: '08', host: 'host-1' } };
const unit = { stream: 'TerritorialUnit-DR-08', scope: { region: '08' } };
const DIRECTORATE: readonly Fact[] = [
  {
    ...{ ...unit, type: 'TerritorialUnitEstablished', recordedAt: morningOf('2020-01-01') },
    data: {
      ...{ code: 'DR-08', kind: 'DIREZIONE_REGIONALE', name: 'Direzione regionale Emilia', region: '08' },
      ...{ aooCode: 'AOO-DR-08', pec: 'dr@pec.example.it', establishedOn: '2020-01-01' },
    },
    effectiveAt: startOf('2020-01-01'),
  },
  {
    ...{ ...unit, type: 'TerritorialUnitDetailsChanged', recordedAt: morningOf('2026-06-01') },
    data: {
      ...{ code: 'DR-08', name: 'Direzione regionale Emilia e Romagna', effectiveDate: '2026-06-01' },
      standing: { name: 'Direzione regionale Emilia e Romagna', aooCode: 'AOO-DR-08', pec: 'dr@pec.example.it' },
    },
    effectiveAt: startOf('2026-06-01'),
  },
];

describe('the offices in the history of a protocol', () => {
  let log: AuditedLog;

  beforeAll(async () => {
    log = new AuditedLog();
    await log.write(
      ...DIRECTORATE,
      ...protocolInForce('pr-1', '08', '2026-02-01'),
      forwarded('pr-1', '2026-07-01'),
      {
        ...{ ...at, type: 'ProtocolForwardingAcknowledged', recordedAt: morningOf('2026-07-05') },
        data: { acknowledgedOn: '2026-07-05', registerEntry },
        actor: by('central'),
      },
      ...protocolInForce('pr-2', '09', '2026-02-01').map((fact) => ({ ...fact, actor: by('regional', '09') })),
      ...protocolInForce('pr-3', '08', '2026-02-01').map((fact) => ({ ...fact, actor: by('provincial', '037') })),
      ...protocolInForce('pr-4', '08', '2026-02-01').map((fact) => ({ ...fact, actor: by('desk-operator', '037') })),
      ...protocolInForce('pr-5', '08', '2026-02-01').map((fact): Fact => ({
        ...fact,
        actor: { kind: 'policy', name: 'protocol-calendar' },
      })),
    );
    await log.fold();
  });
  afterAll(() => log.close());

  const officesOf = async (protocolId: string) => {
    const { events } = (await log.ask('GetProtocolAudit', { protocolId })) as {
      readonly events: readonly { readonly actor: { readonly officeName: string | null } }[];
    };
    return events.map(({ actor }) => actor.officeName);
  };

  it('are named as the units that they were then, and the centre as what it is', async () => {
    const offices = await officesOf('pr-1');
    expect([offices.at(0), offices.at(-2), offices.at(-1)]).toEqual([
      ...['Direzione regionale Emilia', 'Direzione regionale Emilia e Romagna', 'Direzione centrale Organizzazione'],
    ]);
  });

  it.each([
    ['a directorate of which no unit is established, by its territory', 'pr-2', 'Direzione regionale Toscana'],
    ['that of a province likewise', 'pr-3', 'Direzione provinciale Bologna'],
    ['another office by its province', 'pr-4', 'Bologna'],
    ['a policy as none', 'pr-5', null],
  ])('name %s', async (_rule, protocolId, name) => {
    expect(new Set(await officesOf(protocolId))).toEqual(new Set([name]));
  });
});
