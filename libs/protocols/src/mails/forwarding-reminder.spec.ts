import { recorded } from '#kernel/specification';
import type { TerritorialUnit } from '#organisation';
import { mailLookUps } from '#use-cases/specification';
import type { ProtocolEvent } from '../domain/events.ts';
import { forwardingReminder } from './forwarding-reminder.ts';

const dates = { signedOn: '2026-03-14', forwardBy: '2026-03-29', noticedOn: '2026-04-06', nextOn: '2026-04-13' };
const directorate: TerritorialUnit = {
  ...{
    status: 'ESTABLISHED',
    code: 'DR-08',
    kind: 'DIREZIONE_REGIONALE',
    name: 'DR',
    aooCode: 'INPS.08',
    region: '08',
  },
  ...{ pec: 'dr08@pec.example.org', kinds: [], parents: [] },
};
const lookUps = mailLookUps({
  look: async (_of, id, read) => read((id === 'DR-08' ? directorate : { status: 'ABSENT' }) as never),
});

/** The mail for a reminder that names this unit. */
function mailFor(unit: { readonly unit?: string; readonly amendmentId?: string }) {
  const noticed: ProtocolEvent = {
    type: 'ProtocolForwardingOverdueNoticed',
    data: { ...unit, ...dates, reminder: 2 },
  };
  return forwardingReminder.compose(recorded(noticed, { stream: 'Protocol-12345678-p' }), lookUps);
}

describe('P9: a reminder of a protocol that was not forwarded is mailed', () => {
  it('to the certified mailbox of the directorate that signed it', async () => {
    const mail = await mailFor({ unit: 'DR-08' });

    expect(mail).toMatchObject({ to: { name: 'DR-08', address: 'dr08@pec.example.org' } });
    expect(mail?.subject).toBe('[rete-punti] Protocollo da inoltrare, sollecito 2 (12345678)');
    for (const told of ['12345678-p', '2026-03-14', '2026-03-29']) expect(mail?.text).toContain(told);
  });

  it('which says of which act: an amendment by its own id beside that of its protocol', async () => {
    const mail = await mailFor({ unit: 'DR-08', amendmentId: '87654321-a' });
    expect(mail?.subject).toBe('[rete-punti] Atto aggiuntivo da inoltrare, sollecito 2 (87654321)');
    expect(mail?.text).toContain("L'atto aggiuntivo 87654321-a al protocollo 12345678-p, firmato il 2026-03-14");
  });

  it('to nobody, where the signature of before names no unit or the unit is not known', async () => {
    expect((await mailFor({}))?.to).toEqual({ name: 'SIGNING-UNIT', address: undefined });
    expect((await mailFor({ unit: 'DR-99' }))?.to).toEqual({ name: 'DR-99', address: undefined });
  });
});
