import { projection, type Envelope } from '#kernel/specification';
import { referenceTo } from '#vocabulary';
import type { ProtocolEvent } from '../domain/events.ts';
import { AMENDMENT_ID, amendmentSigned } from '../specification/sample-amendment.ts';
import { forwardings } from './forwardings.ts';

const at: Envelope = { stream: 'Protocol-p-1', metadata: { scope: { region: '08', host: 'host-1' } } };
const host = { id: 'host-1', kind: 'PUBLIC_ADMINISTRATION' as const, name: 'Comune dimostrativo' };
const drafted: ProtocolEvent = {
  type: 'ProtocolDrafted',
  data: { protocolId: 'p-1', host, region: '08', points: ['x'], kinds: ['INFORMATIVO'], durationMonths: 36 },
};
const signed: ProtocolEvent = {
  type: 'ProtocolSigned',
  data: { documentSha256: 'a'.repeat(64), signedAt: '2026-02-25T23:30:00.000Z', forwardBy: '2026-03-13' },
};
const registerEntry = {
  ...{ ipaCode: 'inps', aoo: 'INPS-DR08', register: 'RU', year: 2026, number: 41, date: '2026-03-20' },
};

function after(...events: ProtocolEvent[]) {
  return projection(forwardings)
    .given<ProtocolEvent>(...events.map((event): [ProtocolEvent, Envelope] => [event, at]))
    .document('p-1');
}

describe('P9: the report of what is signed and not forwarded', () => {
  it('tells of a protocol once it is signed: since when, and until when it was to be forwarded', () => {
    expect(after(drafted)).toEqual({ id: 'p-1', region: '08', host: referenceTo(host), state: 'NOT_SIGNED' });
    expect(after(drafted, signed)).toMatchObject({
      ...{
        id: 'p-1',
        host: referenceTo(host),
        state: 'NOT_FORWARDED',
        signedOn: '2026-02-26',
        forwardBy: '2026-03-13',
      },
      ...{ reminders: 0, remindedOn: null, forwardedOn: null },
    });
  });

  it('tells how often the directorate was reminded, then the letter, then the entry of the centre', () => {
    const dates = { signedOn: '2026-02-26', forwardBy: '2026-03-13', noticedOn: '2026-03-14', nextOn: '2026-03-21' };
    const reminded: ProtocolEvent = { type: 'ProtocolForwardingOverdueNoticed', data: { ...dates, reminder: 1 } };
    const letter = { registerEntry, letterSha256: 'e'.repeat(64) };
    const forwarded: ProtocolEvent = {
      type: 'ProtocolForwardedToCentralOrganisation',
      data: { forwardedOn: '2026-03-20', ...letter },
    };
    const acknowledged: ProtocolEvent = {
      type: 'ProtocolForwardingAcknowledged',
      data: { acknowledgedOn: '2026-03-21', registerEntry: { ...registerEntry, aoo: 'INPS-DC' } },
    };
    expect(after(drafted, signed, reminded)).toMatchObject({
      ...{ state: 'NOT_FORWARDED', reminders: 1, remindedOn: '2026-03-14' },
    });
    expect(after(drafted, signed, reminded, forwarded)).toMatchObject({
      ...{ state: 'FORWARDED', forwardedOn: '2026-03-20', letterEntry: registerEntry },
      ...{ letterSha256: letter.letterSha256, reminders: 1 },
    });
    expect(after(drafted, signed, forwarded, acknowledged)).toMatchObject({
      ...{ state: 'ACKNOWLEDGED', acknowledgedOn: '2026-03-21', acknowledgementEntry: { aoo: 'INPS-DC' } },
    });
  });

  it('tells of an amendment in a line of its own, until it is withdrawn, and then says so', () => {
    const signedAmendment = amendmentSigned('2026-06-01').at(-1)!;
    const amendmentId = AMENDMENT_ID;
    const late: Envelope = { ...at, recordedAt: '2026-04-02T09:00:00.000Z' };
    const lineAfter = (key: string, ...events: ProtocolEvent[]) =>
      projection(forwardings)
        .given<ProtocolEvent>(
          ...[drafted, signed, signedAmendment, ...events].map((event): [ProtocolEvent, Envelope] => [event, late]),
        )
        .document(key);
    expect(lineAfter(amendmentId)).toMatchObject({
      ...{ id: 'p-1', amendmentId, region: '08', state: 'NOT_FORWARDED' },
      ...{ signedOn: '2026-02-25', forwardBy: '2026-03-12', reminders: 0 },
    });
    const letter = { registerEntry, letterSha256: 'e'.repeat(64) };
    const sent: ProtocolEvent = {
      type: 'ProtocolForwardedToCentralOrganisation',
      data: { amendmentId, forwardedOn: '2026-03-20', ...letter },
    };
    expect(lineAfter(amendmentId, sent)).toMatchObject({ state: 'FORWARDED', letterEntry: registerEntry });
    expect(lineAfter('p-1', sent)).toMatchObject({ state: 'NOT_FORWARDED', amendmentId: null });
    const withdrawn: ProtocolEvent = {
      type: 'ProtocolAmendmentWithdrawn',
      data: { amendmentId, effectiveDate: '2026-06-01', reason: 'Ripensamento', added: [], expiresOn: '2027-02-21' },
    };
    expect(lineAfter(amendmentId, withdrawn)).toMatchObject({ state: 'WITHDRAWN' });
    expect(lineAfter(amendmentId, sent)).toMatchObject({ withdrawnOn: null });
    expect(lineAfter(amendmentId, sent, withdrawn)).toMatchObject({ state: 'FORWARDED', withdrawnOn: '2026-04-02' });
  });
});
