import { MemoryEventStore, MemoryWorkStore } from '#store-memory';
import { loadPuntoCliente, type LoadPuntoCliente } from '#service-points';
import { loadedPointId } from '#service-points/domain';
import { loadedProtocolId } from '../domain/loaded-act.ts';
import { agreementsOver, directorate, host } from '../specification/agreements.ts';
import { loadedRow } from '../specification/loaded-rows.ts';
import { loadProtocol, type LoadProtocol } from '../use-cases/load-protocol.ts';

const refusal = (code: string): unknown => expect.objectContaining({ code });
const central = { role: 'central', id: 'centre' } as const;
const hostBodyId = host.id;
const pointId = loadedPointId(hostBodyId, 'PC-1');
const idOfAct = (code: string): string => loadedProtocolId(hostBodyId, code);

async function setUp() {
  const store = new MemoryEventStore();
  const world = agreementsOver(store);
  await world.registerHost();
  const work = new MemoryWorkStore();
  const load = (row: Partial<LoadProtocol> & Pick<LoadProtocol, 'code'>, when: Parameters<typeof loadedRow>[1] = {}) =>
    world.give(loadProtocol, loadedRow({ hostBodyId, ...row }, when), { as: central });
  const loadPoint = (row: Partial<LoadPuntoCliente> = {}) =>
    world.give(
      loadPuntoCliente,
      {
        ...{ code: 'PC-1', hostBodyId, protocolCode: 'A', kind: 'INFORMATIVO', activatedOn: '2012-03-01' },
        ...{ region: '08', province: '037', municipality: 'A944' },
        address: { street: 'Piazza Maggiore 6', postalCode: '40124' },
        services: ['estratto-conto-contributivo'],
        ...row,
      },
      { as: central },
    );
  const facts = async (id = pointId) => {
    const { life } = (await world.point(id)) as unknown as {
      life: { event: { type: string; effectiveAt?: string } }[];
    };
    return life.map(({ event: { type, effectiveAt } }) => [type, effectiveAt?.slice(0, 10)]);
  };
  return { ...world, load, loadPoint, facts, follow: () => world.follow(work) };
}

describe('P10: acts of before are loaded with their legal dates', () => {
  it('an act that has expired ended on its day, and its point with it, by the usual policy', async () => {
    const { load, loadPoint, follow, protocol, point, facts, coverage } = await setUp();
    await load({ code: 'A', effectiveDate: '2012-03-01' });
    await loadPoint();
    await follow();
    expect(await protocol(idOfAct('A'))).toMatchObject({
      ...{ status: 'EXPIRED', effectiveDate: '2012-03-01', expiresOn: '2015-03-01', points: [pointId] },
    });
    expect((await point(pointId)).status).toBe('DEACTIVATED');
    expect(await facts()).toEqual([
      ['PuntoClienteRequested', undefined],
      ['PuntoClienteApproved', undefined],
      ['PuntoClienteServicesRevised', '2012-02-29'],
      ['PuntoClienteActivated', '2012-02-29'],
      ['PuntoClienteDeactivated', '2015-02-28'],
    ]);
    expect(await coverage(pointId)).toEqual([{ protocolId: idOfAct('A'), from: '2012-03-01', until: '2015-03-01' }]);
  });

  it('an act in force is in force, and can be terminated like any other', async () => {
    const { load, loadPoint, follow, protocol, point } = await setUp();
    await load({ code: 'A', effectiveDate: '2012-03-01', durationMonths: 240 });
    await loadPoint();
    await follow();
    expect((await protocol(idOfAct('A'))).status).toBe('IN_FORCE');
    expect((await point(pointId)).status).toBe('ACTIVE');
  });

  it('an act that was terminated ended on that day; one that was renewed hands its points over', async () => {
    const world = await setUp();
    const { load, loadPoint, follow, protocol, facts, coverage } = world;
    const termination = { noticeDate: '2016-01-01', effectiveDate: '2016-06-01', reason: 'Recesso' };
    const asked = { signedOn: '2014-02-20', number: 2 };
    await load({ code: 'B', effectiveDate: '2014-03-01', termination, renews: 'A' }, asked);
    await load({ code: 'A', effectiveDate: '2012-03-01', renewal: { by: 'B', on: '2014-03-01' } });
    await loadPoint();
    await follow();
    expect(await protocol(idOfAct('A'))).toMatchObject({ status: 'RENEWED', successorId: idOfAct('B') });
    expect(await protocol(idOfAct('B'))).toMatchObject({ status: 'TERMINATED', renews: idOfAct('A') });
    expect((await facts()).slice(-3)).toEqual([
      ['PuntoClienteActivated', '2012-02-29'],
      ['PuntoClienteCoverageTransferred', '2014-02-28'],
      ['PuntoClienteDeactivated', '2016-05-31'],
    ]);
    expect(await coverage(pointId)).toEqual([
      { protocolId: idOfAct('B'), from: '2014-03-01', until: '2016-06-01' },
      { protocolId: idOfAct('A'), from: '2012-03-01', until: '2014-03-01' },
    ]);
  });

  it('a point has as many periods as rows, in whatever order they come', async () => {
    const { load, loadPoint, follow, point, facts } = await setUp();
    await load({ code: 'A', effectiveDate: '2012-03-01' });
    const electronic = (party: 'inpsSignature' | 'hostSignature') => {
      const row = loadedRow({ code: 'B', hostBodyId }, { signedOn: '2016-02-20', number: 2 })[party];
      const signedFileSha256 = (party === 'inpsSignature' ? 'b' : 'c').repeat(64);
      return { ...row, format: 'PADES' as const, kind: 'DIGITAL' as const, signedFileSha256 };
    };
    const signed = { inpsSignature: electronic('inpsSignature'), hostSignature: electronic('hostSignature') };
    await load({ code: 'B', effectiveDate: '2016-03-01', durationMonths: 240, ...signed });
    await loadPoint({ protocolCode: 'B', activatedOn: '2016-04-01' });
    await follow();
    await loadPoint({ end: { reason: 'HOST_REQUEST', deactivatedOn: '2013-01-01' } });
    await follow();
    expect(await point(pointId)).toMatchObject({ status: 'ACTIVE', activity: { protocolId: idOfAct('B') } });
    expect((await facts()).slice(3)).toEqual([
      ['PuntoClienteActivated', '2016-03-31'],
      ['PuntoClienteServicesRevised', '2012-02-29'],
      ['PuntoClienteActivated', '2012-02-29'],
      ['PuntoClienteDeactivated', '2012-12-31'],
    ]);
  });

  it('a period after one that is ending with its protocol waits for that', async () => {
    const { load, loadPoint, follow, facts } = await setUp();
    await load({ code: 'A', effectiveDate: '2012-03-01', durationMonths: 12 });
    await load({ code: 'B', effectiveDate: '2014-03-01' }, { signedOn: '2014-02-20', number: 2 });
    await loadPoint();
    const second = { protocolCode: 'B', activatedOn: '2014-04-01' };
    await expect(loadPoint(second)).rejects.toEqual(refusal('POINT_END_AWAITED'));
    await follow();
    await loadPoint(second);
    expect((await facts()).slice(-2)).toEqual([
      ['PuntoClienteDeactivated', '2013-02-28'],
      ['PuntoClienteActivated', '2014-03-31'],
    ]);
  });

  it('a Punto Cliente di Servizio is not suspended for want of authorisations that were never recorded here', async () => {
    const { load, loadPoint, follow, point } = await setUp();
    await load({ code: 'A', effectiveDate: '2012-03-01', durationMonths: 240, kinds: ['SERVIZIO'] });
    await loadPoint({
      ...{ kind: 'SERVIZIO', services: ['comunicazione-decesso'] },
      hostRequest: { protocolNumber: '3', date: '2012-01-10' },
    });
    await follow();
    expect((await point(pointId)).status).toBe('ACTIVE');
  });

  it('nobody is reminded of an act that was never forwarded, and none is told of its expiry', async () => {
    const { load, follow, written } = await setUp();
    await load({ code: 'A', effectiveDate: '2012-03-01' });
    await load({ code: 'B' }, { signedOn: '2013-02-20', number: 2 });
    await follow();
    expect((await written()).filter((type) => type.includes('Noticed'))).toEqual([]);
  });

  it('P6: an act is refused whose points were covered by another in its time', async () => {
    const { load, loadPoint, coverage } = await setUp();
    await load({ code: 'A', effectiveDate: '2012-03-01' });
    await loadPoint();
    const overlapping = load({ code: 'B', effectiveDate: '2014-03-01' }, { signedOn: '2014-02-20', number: 2 });
    // Rows know a point by its code: nobody who loads has seen its id.
    await expect(overlapping).rejects.toMatchObject({
      ...{ code: 'POINT_COVERED_BY_ANOTHER_PROTOCOL', facts: { point: 'PC-1' } },
    });
    const ofAnotherKind = load({ code: 'C', kinds: ['SERVIZIO'] }, { signedOn: '2018-02-20', number: 3 });
    await expect(ofAnotherKind).rejects.toMatchObject({
      ...{ code: 'POINTS_OF_ANOTHER_KIND', facts: { points: ['PC-1'] } },
    });
    expect(await coverage(pointId)).toHaveLength(1);
  });

  it('P1: an act is refused whose register entry another names, and the same act under the same code', async () => {
    const { load } = await setUp();
    await load({ code: 'A' });
    await expect(load({ code: 'B' })).rejects.toEqual(refusal('VALUE_ALREADY_TAKEN'));
    await expect(load({ code: 'A' }, { number: 3 })).rejects.toEqual(refusal('PROTOCOL_ALREADY_DRAFTED'));
  });

  it.each([
    ['before the model was tried', 'SIGNED_BEFORE_MODEL', { code: 'A' }, { signedOn: '2010-01-31' }],
    ['by hand after the law asked for more', 'PAPER_DOES_NOT_COUNT', { code: 'A' }, { signedOn: '2014-06-30' }],
    ['in force before it was signed', 'LOADED_ENTRY_BEFORE_SIGNATURE', { code: 'A', effectiveDate: '2012-02-19' }, {}],
    ['in force from a day ahead', 'LOADED_ENTRY_AHEAD', { code: 'A', effectiveDate: '2026-03-03' }, {}],
    [
      'electronic, of no kind',
      'SIGNATURE_KIND_MISSING',
      { code: 'A', inpsSignature: { ...loadedRow({ code: 'A', hostBodyId }).inpsSignature, format: 'PADES' as const } },
      {},
    ],
    [
      'ended without ever being in force',
      'ENDED_WITHOUT_ENTRY',
      { code: 'A', termination: { noticeDate: '2013-01-01', effectiveDate: '2013-03-01', reason: 'x' } },
      {},
    ],
    [
      'terminated and renewed',
      'ENDED_TWICE',
      {
        ...{ code: 'A', effectiveDate: '2012-03-01', renewal: { by: 'B', on: '2013-03-01' } },
        termination: { noticeDate: '2013-01-01', effectiveDate: '2013-03-01', reason: 'x' },
      },
      {},
    ],
    [
      'terminated by a notice of afterwards',
      'LOADED_NOTICE_IMPOSSIBLE',
      {
        ...{ code: 'A', effectiveDate: '2012-03-01' },
        termination: { noticeDate: '2013-03-02', effectiveDate: '2013-03-01', reason: 'x' },
      },
      {},
    ],
    [
      'renewed on a day ahead',
      'RENEWED_IN_FUTURE',
      { code: 'A', effectiveDate: '2012-03-01', durationMonths: 240, renewal: { by: 'B', on: '2026-03-03' } },
      {},
    ],
    [
      'renewed by an act that is not there',
      'RENEWING_PROTOCOL_NOT_LOADED',
      { code: 'A', effectiveDate: '2012-03-01', renewal: { by: 'B', on: '2015-03-01' } },
      {},
    ],
    [
      'terminated after its expiry',
      'LOADED_END_OUTSIDE_FORCE',
      {
        ...{ code: 'A', effectiveDate: '2012-03-01' },
        termination: { noticeDate: '2015-01-01', effectiveDate: '2015-03-01', reason: 'x' },
      },
      {},
    ],
    [
      'forwarded before it was signed',
      'LOADED_FORWARDING_OUT_OF_ORDER',
      { code: 'A', forwarding: { forwardedOn: '2012-02-19' } },
      {},
    ],
    [
      'forwarded by a letter that was registered after that',
      'LETTER_REGISTERED_AFTER_FORWARDING',
      {
        code: 'A',
        forwarding: {
          forwardedOn: '2012-02-27',
          registerEntry: {
            ipaCode: 'inps',
            aoo: 'INPS-DR08',
            register: 'RU',
            year: 2012,
            number: 44,
            date: '2012-02-28',
          },
        },
      },
      {},
    ],
  ])('an act is refused: %s', async (_why, code, row, when) => {
    const { load } = await setUp();
    await expect(load(row, when)).rejects.toEqual(refusal(code));
  });

  it('a point is refused whose protocol is not loaded, did not name it, or had ended', async () => {
    const { load, loadPoint } = await setUp();
    await expect(loadPoint()).rejects.toEqual(refusal('PROTOCOL_NOT_LOADED'));
    await load({ code: 'A', effectiveDate: '2012-03-01' });
    await expect(loadPoint({ code: 'PC-2' })).rejects.toEqual(refusal('POINT_NOT_COVERED'));
    await expect(loadPoint({ activatedOn: '2012-02-28' })).rejects.toEqual(refusal('PROTOCOL_NOT_IN_FORCE_YET'));
    await expect(loadPoint({ activatedOn: '2015-03-01' })).rejects.toEqual(refusal('PROTOCOL_NOT_IN_FORCE'));
    const end = { reason: 'SECURITY' as const, deactivatedOn: '2015-03-02' };
    const empty = { reason: 'SECURITY' as const, deactivatedOn: '2012-03-01' };
    await expect(loadPoint({ end: empty })).rejects.toEqual(refusal('LOADED_PERIOD_EMPTY'));
    await expect(loadPoint({ end })).rejects.toEqual(refusal('LOADED_END_AFTER_PROTOCOL'));
    await loadPoint();
    await expect(loadPoint({ municipality: 'E289' })).rejects.toEqual(refusal('LOADED_POINT_DIFFERS'));
    await expect(loadPoint({ activatedOn: '2012-04-01' })).rejects.toEqual(refusal('POINT_HAD_ACTIVITY'));
  });

  it('the centre alone loads', async () => {
    const { give } = await setUp();
    const row = loadedRow({ code: 'A', hostBodyId });
    await expect(give(loadProtocol, row, { as: directorate })).rejects.toEqual(refusal('ROLE_NOT_ALLOWED'));
  });
});
