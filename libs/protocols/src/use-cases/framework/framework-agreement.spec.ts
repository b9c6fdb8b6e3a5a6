import { specify } from '#use-cases/specification';
import { MemoryEventStore } from '#store-memory';
import type { ProtocolEvent } from '../../domain/events.ts';
import { frameworkAgreement, type FrameworkEvent } from '../../domain/framework/framework-agreement.ts';
import { loadedProtocolId } from '../../domain/loaded-act.ts';
import { protocol } from '../../domain/protocol.ts';
import type { Signature } from '../../domain/vocabulary.ts';
import { agreementsOver, directorate, host, MovedClock } from '../../specification/agreements.ts';
import { loadedRow } from '../../specification/loaded-rows.ts';
import { drafted, submitted as submittedEvent } from '../../specification/sample-protocol.ts';
import { hostSignature, inpsSignature, signingFacts, TEXT_HASH } from '../../specification/signatures.ts';
import { loadProtocol } from '../load-protocol.ts';
import { recordProtocolSignature } from '../record-protocol-signature.ts';
import { rectifyProtocol } from '../rectify-protocol.ts';
import { concludeFrameworkAgreement } from './conclude-framework-agreement.ts';
import { terminateFrameworkAgreement } from './terminate-framework-agreement.ts';
import { idOf } from '#kernel/domain';
import { startOf } from '#use-cases/dated';

const agreement = {
  ...{ counterpart: 'Associazione dei comuni', documentSha256: TEXT_HASH, signedOn: '2026-02-10' },
  ...{ validFrom: '2026-02-10', validUntil: '2029-02-10', technicalTable: 'Due uffici per parte, ogni sei mesi' },
};
const concluded: FrameworkEvent = {
  type: 'FrameworkAgreementConcluded',
  data: { frameworkAgreementId: 'f-1', ...agreement },
  effectiveAt: startOf('2026-02-10'),
};
const recorded = (data: Signature): ProtocolEvent => ({
  type: 'ProtocolSignatureRecorded',
  data,
  effectiveAt: data.signedAt,
});
const subject = specify(frameworkAgreement);
const centre = { id: 'dcorg', role: 'central' } as const;

describe('P8: a framework agreement', () => {
  it('is of the centre, with any counterpart, for a period, and names no points', () => {
    subject.given().as(centre).when(concludeFrameworkAgreement, agreement, { id: 'f-1' }).then(concluded);
    subject.given().as(directorate).when(concludeFrameworkAgreement, agreement).thenRefused('ROLE_NOT_ALLOWED');
    subject
      .given()
      .when(concludeFrameworkAgreement, { ...agreement, signedOn: '2026-03-03' })
      .thenRefused('FRAMEWORK_SIGNED_IN_FUTURE');
    subject
      .given()
      .when(concludeFrameworkAgreement, { ...agreement, validUntil: '2026-02-10' })
      .thenRefused('FRAMEWORK_VALIDITY_EMPTY');
  });

  it('is ended by the centre before its term, once', () => {
    const terminated: FrameworkEvent = {
      type: 'FrameworkAgreementTerminated',
      data: { endsOn: '2026-06-01', reason: 'Recesso' },
      effectiveAt: startOf('2026-06-01'),
    };
    const end = { frameworkAgreementId: 'f-1', endsOn: '2026-06-01', reason: 'Recesso' };
    subject.given(concluded).when(terminateFrameworkAgreement, end).then(terminated);
    subject
      .given(concluded)
      .when(terminateFrameworkAgreement, { ...end, endsOn: '2029-02-10' })
      .thenRefused('FRAMEWORK_END_OUTSIDE_VALIDITY');
    subject
      .given(concluded, terminated)
      .when(terminateFrameworkAgreement, end)
      .thenRefused('FRAMEWORK_AGREEMENT_STATE_FORBIDS');
    subject.given(concluded).as(directorate).when(terminateFrameworkAgreement, end).thenRefused('ROLE_NOT_ALLOWED');
  });

  describe('and the conventions under it', () => {
    async function conventions() {
      const clock = new MovedClock('2026-03-02T08:00:00Z');
      const world = agreementsOver(new MemoryEventStore(), clock);
      await world.registerHost();
      const frameworkAgreementId = idOf(
        (await world.give(concludeFrameworkAgreement, agreement, { as: centre })).stream,
      );
      const end = (endsOn: string) =>
        world.give(terminateFrameworkAgreement, { frameworkAgreementId, endsOn, reason: 'Recesso' }, { as: centre });
      return { ...world, clock, frameworkAgreementId, end };
    }
    const notValid = { code: 'FRAMEWORK_AGREEMENT_NOT_VALID' };

    it('takes none that is signed once it has ended, whenever it was drafted, and ends none', async () => {
      const { signedProtocol, approvedPoint, enter, protocol, clock, frameworkAgreementId, end } = await conventions();
      const follows = { frameworkAgreementId };
      const convention = await signedProtocol([await approvedPoint()], follows);
      await enter(convention, '2026-03-02');
      await end('2026-03-03');
      clock.moveTo('2026-03-04T08:00:00Z');
      await expect(signedProtocol([await approvedPoint()], follows, '2026-03-03')).rejects.toMatchObject(notValid);
      expect(await protocol(convention)).toMatchObject({ status: 'IN_FORCE', frameworkAgreementId });
    });

    it('T1: a framework agreement takes a convention that was signed while it was valid, and is recorded after its end', async () => {
      const { signedProtocol, approvedPoint, clock, frameworkAgreementId, end } = await conventions();
      await end('2026-03-03');
      clock.moveTo('2026-06-01T08:00:00Z');
      const late = signedProtocol([await approvedPoint()], { frameworkAgreementId }, '2026-03-02');
      await expect(late).resolves.toBeDefined();
    });

    it('looks at the day of the later signature: the first may come before it, not after its end', () => {
      const submitted = [drafted({ frameworkAgreementId: 'f-1' }), submittedEvent];
      const framework = { status: 'CONCLUDED', id: 'f-1', validFrom: '2026-02-22', endsOn: '2026-02-25' } as const;
      const facts = { ...signingFacts, framework };
      const convention = specify(protocol);
      const sign = (signature: Signature, ...before: Signature[]) =>
        convention.given(...submitted, ...before.map(recorded)).when(recordProtocolSignature, signature, facts);
      const [inps, early] = [inpsSignature, { ...hostSignature, signedAt: '2026-02-21T10:00:00.000Z' }];
      sign(inps).then(recorded(inps));
      sign(early, inps).thenRefused('FRAMEWORK_AGREEMENT_NOT_VALID', { on: '2026-02-21' });
      expect(sign({ ...hostSignature, signedAt: '2026-02-22T10:00:00.000Z' }, inps).events()).toHaveLength(2);
      sign(hostSignature).thenRefused('FRAMEWORK_AGREEMENT_NOT_VALID', { on: '2026-02-25' });
    });

    it('T2: a framework agreement is asked again of a signature whose day is rectified', async () => {
      const { signedProtocol, approvedPoint, protocol, give, frameworkAgreementId, clock, end } = await conventions();
      const protocolId = await signedProtocol([await approvedPoint()], { frameworkAgreementId });
      await end('2026-03-03');
      clock.moveTo('2026-06-01T08:00:00Z');
      const { life } = (await protocol(protocolId)) as unknown as {
        life: { revision: number; event: ProtocolEvent }[];
      };
      const signature = life.find(({ event: { type } }) => type === 'ProtocolSignatureRecorded');
      const act = { authority: 'Direzione regionale', number: '1', date: '2026-06-01' };
      const to = (signedAt: string) =>
        give(
          rectifyProtocol,
          { protocolId, rectifies: signature!.revision, changes: { signedAt }, reason: 'Errore', act },
          { as: directorate },
        );
      await expect(to('2026-03-03T10:00:00Z')).rejects.toMatchObject(notValid);
      await expect(to('2026-03-02T10:00:00Z')).resolves.toBeDefined();
    });

    it('is there to be named, and not over before anything could be signed', async () => {
      const { signedProtocol, approvedPoint, frameworkAgreementId, end } = await conventions();
      const point = await approvedPoint();
      await expect(signedProtocol([point], { frameworkAgreementId: point })).rejects.toMatchObject({
        code: 'FRAMEWORK_AGREEMENT_NOT_REGISTERED',
      });
      await end('2026-02-10');
      await expect(signedProtocol([point], { frameworkAgreementId })).rejects.toMatchObject({
        code: 'FRAMEWORK_AGREEMENT_NEVER_VALID',
      });
    });

    it('P10: a framework agreement is named by an act that is loaded, and was valid when that was signed', async () => {
      const { give, protocol, frameworkAgreementId, clock, end } = await conventions();
      await end('2026-03-03');
      clock.moveTo('2026-06-01T08:00:00Z');
      const load = (code: string, signedOn: string, number: number) => {
        const row = loadedRow({ code, hostBodyId: host.id, frameworkAgreementId }, { signedOn, number });
        const electronic = { format: 'PADES', kind: 'DIGITAL' } as const;
        const [inps, other] = [
          { ...row.inpsSignature, ...electronic },
          { ...row.hostSignature, ...electronic },
        ];
        return give(loadProtocol, { ...row, inpsSignature: inps, hostSignature: other }, { as: centre });
      };
      await load('A', '2026-02-20', 1);
      expect(await protocol(loadedProtocolId(host.id, 'A'))).toMatchObject({ status: 'SIGNED', frameworkAgreementId });
      await expect(load('B', '2026-03-03', 2)).rejects.toMatchObject(notValid);
    });
  });
});
