import { protocolLife, type ProtocolEvent } from '#protocols';
import { startOf, type Life } from '#use-cases/dated';

/*
 * A protocol of the dates of its facts alone, for specifications of what follows it.
 */

type Rectified = Extract<ProtocolEvent, { type: 'ProtocolRectified' }>['data'];

const inForce = { from: 'IN_FORCE', to: 'IN_FORCE' } as const;
export const onDay = (effectiveOn: string, event: ProtocolEvent): ProtocolEvent => ({
  ...event,
  effectiveAt: startOf(effectiveOn),
});
const entered = (effectiveDate: string, expiresOn: string): ProtocolEvent =>
  onDay(effectiveDate, { type: 'ProtocolEnteredIntoForce', data: { effectiveDate, expiresOn } });
/** In force since 1 February 2026, over the point that is active since the 10th. Revisions 0 to 3. */
export const concludedProtocol: readonly ProtocolEvent[] = [
  {
    type: 'ProtocolDrafted',
    data: {
      ...{ protocolId: 'p-1', region: '08', points: ['point-1'], kinds: ['SERVIZIO'], durationMonths: 36 },
      host: { id: 'host-1', kind: 'PUBLIC_ADMINISTRATION', name: 'Comune dimostrativo' },
    },
  },
  { type: 'ProtocolSubmitted', data: {} },
  onDay('2026-01-20', {
    type: 'ProtocolSigned',
    data: { documentSha256: 'a'.repeat(64), signedAt: '2026-01-20T10:00:00.000Z' },
  }),
  entered('2026-02-01', '2029-02-01'),
];
export const protocolSuspended = (suspendedOn: string, until?: string): ProtocolEvent =>
  onDay(suspendedOn, {
    type: 'ProtocolSuspended',
    data: { suspendedOn, ...(until ? { until } : {}), reason: 'Lavori', ...inForce },
  });
export const protocolResumed = (resumedOn: string): ProtocolEvent =>
  onDay(resumedOn, { type: 'ProtocolResumed', data: { resumedOn, reason: 'Lavori finiti', ...inForce } });
export const protocolTerminated = (effectiveDate: string): ProtocolEvent =>
  onDay(effectiveDate, { type: 'ProtocolTerminated', data: { noticeDate: '2026-02-01', effectiveDate, reason: 'x' } });
export const protocolExpired = (expiredOn: string): ProtocolEvent =>
  onDay(expiredOn, { type: 'ProtocolExpired', data: { expiredOn } });
export const protocolRenewed = (effectiveDate: string, points: string[]): ProtocolEvent =>
  onDay(effectiveDate, { type: 'ProtocolRenewed', data: { successorId: 'p-2', effectiveDate, points } });
export const protocolRectified = (
  rectifies: number,
  what: Pick<Rectified, 'changes'> | { annuls: true },
): ProtocolEvent => ({
  type: 'ProtocolRectified',
  data: {
    ...{ rectifies, of: 'ProtocolSuspended', reason: 'Errore', ...inForce, standing: { signatures: [] }, ...what },
    act: { authority: 'Direzione regionale', number: '1', date: '2026-03-01' },
  },
});

export const protocolLifeOf = (...more: ProtocolEvent[]): Life<ProtocolEvent> =>
  [...concludedProtocol, ...more].reduce<Life<ProtocolEvent>>(
    (life, event, revision) => protocolLife.add(life, event, { revision, recordedAt: '2026-03-01T09:00:00.000Z' }),
    [],
  );
