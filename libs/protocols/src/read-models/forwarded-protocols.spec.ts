import { defineProjection } from '#kernel/domain';
import { projection, type Envelope } from '#kernel/specification';
import type { InboxDocument } from '#use-cases';
import type { ProtocolEvent } from '../domain/events.ts';
import { drafted } from '../specification/sample-protocol.ts';
import { forwardedProtocols } from './forwarded-protocols.ts';

const { kind, on } = forwardedProtocols;
const items = defineProjection<InboxDocument>({
  ...{ name: 'items', version: 1, indexes: [] },
  keys: ({ stream }) => [stream],
  on: on.map((handler) => handler(kind)),
});
const at: Envelope = { stream: 'Protocol-p-1', metadata: { scope: { region: '08' } } };

function item(key: string, ...events: ProtocolEvent[]) {
  return projection(items)
    .given<ProtocolEvent>(...events.map((event): [ProtocolEvent, Envelope] => [event, at]))
    .document(key);
}

const forwarded = (of: { amendmentId?: string } = {}): ProtocolEvent => ({
  type: 'ProtocolForwardedToCentralOrganisation',
  data: { ...of, forwardedOn: '2026-03-20' },
});
const rectified = (
  of: 'ProtocolForwardedToCentralOrganisation' | 'ProtocolForwardingAcknowledged',
  changes: object,
  act: { amendmentId?: string } = {},
): ProtocolEvent => ({
  type: 'ProtocolRectified',
  data: {
    ...{ ...act, rectifies: 7, of, changes, reason: 'x', from: 'SIGNED', to: 'SIGNED' },
    ...{ act: { authority: 'x', number: '1', date: '2026-03-25' }, standing: { signatures: [] } },
  },
});
const ofForwarding = 'ProtocolForwardedToCentralOrganisation';

describe('a forwarded protocol in the inbox of the centre', () => {
  it('P9: waits since it was forwarded, until that is acknowledged', () => {
    expect(item('Protocol-p-1', drafted(), forwarded())).toMatchObject({ state: 'WAITING', since: '2026-03-20' });
  });

  it('T2: waits since the day that counts, where its forwarding is rectified, and each amendment since its own', () => {
    const earlier = rectified(ofForwarding, { forwardedOn: '2026-03-10' });
    expect(item('Protocol-p-1', drafted(), forwarded(), earlier)).toMatchObject({ since: '2026-03-10' });
    const act = { amendmentId: 'am-1' };
    const ofAmendment = rectified(ofForwarding, { forwardedOn: '2026-03-12' }, act);
    const both = [drafted(), forwarded(), forwarded(act), ofAmendment];
    expect(item('Protocol-p-1', ...both)).toMatchObject({ since: '2026-03-20' });
    expect(item('Protocol-p-1/am-1', ...both)).toMatchObject({ since: '2026-03-12' });
  });

  it('T2: waits as before where something else of it is rectified', () => {
    for (const other of [
      rectified(ofForwarding, { letterSha256: 'f'.repeat(64) }),
      rectified('ProtocolForwardingAcknowledged', { acknowledgedOn: '2026-03-22' }),
    ])
      expect(item('Protocol-p-1', drafted(), forwarded(), other)).toMatchObject({ since: '2026-03-20' });
  });
});
