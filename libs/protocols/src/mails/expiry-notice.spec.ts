import { recorded } from '#kernel/specification';
import { mailLookUps } from '#use-cases/specification';
import type { ProtocolEvent } from '../domain/events.ts';
import { hostSignature, inpsSignature, signingUnit } from '../specification/signatures.ts';
import { expiryNotice } from './expiry-notice.ts';

const { unit: _named, ...withoutUnit } = inpsSignature;

/** The mail for a notice of a protocol that was signed so. */
function mailFor(...signatures: object[]) {
  const known: Record<string, object> = {
    'p-12345678': { status: 'IN_FORCE', signatures },
    [signingUnit.code]: { status: 'ESTABLISHED', ...signingUnit, pec: 'dr08@pec.example.org' },
  };
  const lookUps = mailLookUps({ look: async (_of, id, read) => read((known[id] ?? { status: 'ABSENT' }) as never) });
  const noticed: ProtocolEvent = {
    type: 'ProtocolExpiryNoticed',
    data: { expiresOn: '2029-03-01', daysBefore: 60 },
  };
  return expiryNotice.compose(recorded(noticed, { stream: 'Protocol-p-12345678' }), lookUps);
}

describe('the notice that a protocol expires is mailed', () => {
  it('to the certified mailbox of the directorate that signed it', async () => {
    const mail = await mailFor(hostSignature, inpsSignature);

    expect(mail).toMatchObject({ to: { name: 'DR-08', address: 'dr08@pec.example.org' } });
    expect(mail?.subject).toBe('[rete-punti] Protocollo in scadenza il 2029-03-01 (p-123456)');
    for (const told of ['p-12345678', '2029-03-01', '60 giorni']) expect(mail?.text).toContain(told);
  });

  it('to nobody, where the signature of before names no unit or the unit is not known', async () => {
    expect((await mailFor(withoutUnit, hostSignature))?.to).toEqual({ name: 'SIGNING-UNIT', address: undefined });
    expect((await mailFor({ ...inpsSignature, unit: 'DR-99' }))?.to).toEqual({ name: 'DR-99', address: undefined });
  });
});
