import { randomBytes } from 'node:crypto';
import { openMasterKey } from '#composition';
import { addDays, midnightInRome, romeDateOf } from '#italy';
import { deriveId, streamName, toTimestamp } from '#kernel/domain';
import type { NewEvent } from '#kernel/ports';
import { openEmbeddedStores } from '#store-embedded';
import { TERRITORY } from '../e2e/support/agenda.ts';
import { POINTS } from '../e2e/support/agreements.ts';
import type { Api } from '../e2e/support/api.ts';
import { startApplication, temporaryDirectory, type TestApplication } from '../e2e/support/application.ts';

// Facts of a version for which of two suspensions for one reason whose days overlap one alone counted, in the words of then.

const { region, province } = TERRITORY;
const today = romeDateOf(Date.now());
const day = (days: number): string => addDays(today, days);
const pointId = deriveId('point of an earlier version');
const point = streamName('PuntoCliente', pointId);
const kind = 'INFORMATIVO';
const protocolId = deriveId('protocol of an earlier version');
const counted = (from: string, to: string) => ({
  from: { kind, state: from, province },
  to: { kind, state: to, province },
});
const of = { kind, protocolId, reason: 'PREMISES' };

/** Suspended from 30 to 10 days ago; then it is recorded that it was from 35 to 20 days ago, too. */
const FACTS: readonly (readonly [recorded: number, type: string, version: number, on: number | null, data: object])[] =
  [
    [
      ...([-60, 'PuntoClienteRequested', 1, null] as const),
      {
        ...{ pointId, kind, region, province, municipality: 'A944' },
        host: {
          id: deriveId('host of an earlier version'),
          kind: 'PUBLIC_ADMINISTRATION',
          name: 'Comune dimostrativo',
        },
        address: { street: 'Piazza Maggiore 6', postalCode: '40124' },
      },
    ],
    [-59, 'PuntoClienteApproved', 1, null, { kind, ...counted('REQUESTED', 'APPROVED') }],
    [
      ...([-50, 'PuntoClienteActivated', 2, -50] as const),
      { kind, protocolId, activatedOn: day(-50), ...counted('APPROVED', 'ACTIVE') },
    ],
    [
      ...([-30, 'PuntoClienteSuspended', 2, -30] as const),
      { ...of, suspendedOn: day(-30), until: day(-10), ...counted('ACTIVE', 'SUSPENDED') },
    ],
    [
      ...([-18, 'PuntoClienteSuspended', 2, -35] as const),
      {
        ...{ ...of, suspendedOn: day(-35), until: day(-20), ...counted('SUSPENDED', 'SUSPENDED') },
        standing: { suspensions: [{ reason: 'PREMISES', from: day(-30), until: day(-10) }] },
      },
    ],
    [
      ...([-18, 'PuntoClienteResumed', 1, -20] as const),
      { ...of, resumedOn: day(-20), ...counted('SUSPENDED', 'ACTIVE') },
    ],
  ];

async function writeFacts(directory: string): Promise<void> {
  const stores = openEmbeddedStores(directory);
  for (const [index, [recorded, type, schemaVersion, on, data]] of FACTS.entries()) {
    const event: NewEvent = {
      eventId: deriveId('fact of an earlier version', index),
      ...{ type, data },
      metadata: {
        ...{ schemaVersion, recordedAt: toTimestamp(midnightInRome(day(recorded)) + 9 * 3_600_000 + index) },
        ...(on === null ? {} : { effectiveAt: toTimestamp(midnightInRome(day(on))) }),
        ...{ $correlationId: 'then', $causationId: 'then', commandId: `fact ${index}` },
        ...{ actor: { kind: 'policy', name: 'then' }, scope: { region, province }, subjects: [] },
      },
    };
    await stores.eventStore.append({
      ...{ stream: point, expectedRevision: index === 0 ? 'no-stream' : index - 1, events: [event] },
    });
  }
  await stores.keys.addSubject('somebody', 's', randomBytes(60));
  // As at the first start of every installation.
  await openMasterKey({ dataDirectory: directory }, stores.keys, {});
  await stores.close();
}

describe('T1: a point that an earlier version took for active after one of two suspensions', () => {
  let application: TestApplication;
  let regional: Api;

  beforeEach(async () => {
    const directory = temporaryDirectory();
    await writeFacts(directory);
    application = await startApplication({ directory });
    regional = await application.as({ role: 'regional', id: 'director', region });
    await application.settled();
  });
  afterEach(() => application.close());

  const isActiveOn = async (on: string): Promise<boolean> => {
    const { body } = await regional.get(`/rest/audit/v1/points?region=${region}&on=${on}`);
    return (body as { readonly items: readonly { readonly id: string }[] }).items.some(({ id }) => id === pointId);
  };
  const answers = async () => {
    await application.settled();
    const { body } = await regional.get(`${POINTS}/${pointId}`);
    const { state, suspensions } = body as { readonly state: string; readonly suspensions: readonly object[] };
    const { body: overview } = await regional.get(`/rest/service-points/v1/network-overview/regions/${region}`);
    const { points } = overview as { readonly points: { readonly total: Readonly<Record<string, number>> } };
    return { state, suspensions, counted: points, audited: await isActiveOn(today) };
  };

  it('is active for list, audit and counters alike, as what followed from it was done', async () => {
    expect(await answers()).toMatchObject({
      ...{ state: 'ACTIVE', audited: true },
      suspensions: [{ from: day(-35), until: day(-20), isOver: true }],
    });
  });
});
