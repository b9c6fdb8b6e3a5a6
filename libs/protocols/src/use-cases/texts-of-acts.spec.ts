import { idOf, reservationId } from '#kernel/domain';
import type { EventStore } from '#kernel/ports';
import { racing } from '#kernel/specification';
import { MemoryEventStore, MemoryWorkStore } from '#store-memory';
import { startOf } from '#use-cases/dated';
import { frameworkAgreement, type FrameworkEvent } from '../domain/framework/framework-agreement.ts';
import { protocolTemplate, type TemplateEvent } from '../domain/template/protocol-template.ts';
import { agreementsOver } from '../specification/agreements.ts';
import { concludeFrameworkAgreement } from './framework/conclude-framework-agreement.ts';
import { rectifyFrameworkAgreement } from './framework/rectify-framework-agreement.ts';
import { TEXT_OF } from './reserved-text.ts';
import { adoptProtocolTemplate } from './template/adopt-protocol-template.ts';
import { rectifyProtocolTemplate } from './template/rectify-protocol-template.ts';

const centre = { id: 'dcorg', role: 'central' } as const;
const act = { authority: 'Direzione centrale Organizzazione', number: '12', date: '2026-02-01' };
const [TEXT, OTHER] = ['a'.repeat(64), 'b'.repeat(64)];
const agreement = {
  ...{ counterpart: 'Associazione dei comuni', signedOn: '2026-02-10' },
  ...{ validFrom: '2026-02-10', validUntil: '2029-02-10' },
};
const adoption = { kinds: ['INFORMATIVO' as const], validFrom: '2026-02-10' };

/** The centre at work in one of several processes. */
function officeOver(store: EventStore, name = 'a') {
  const world = agreementsOver(store, undefined, name);
  const { give } = world;
  return {
    ...world,
    conclude: async (documentSha256: string, key: string) =>
      idOf((await give(concludeFrameworkAgreement, { ...agreement, documentSha256 }, { as: centre, key })).stream),
    adopt: async (textSha256: string, version: string) =>
      idOf((await give(adoptProtocolTemplate, { ...adoption, act, textSha256, version }, { as: centre })).stream),
    rectifyAgreement: (frameworkAgreementId: string, documentSha256: string) => {
      const changes = { documentSha256 };
      const correction = { frameworkAgreementId, rectifies: 0, changes, reason: 'Errata', act };
      return give(rectifyFrameworkAgreement, correction, { as: centre });
    },
    rectifyTemplate: (templateId: string, textSha256: string) => {
      const correction = { templateId, rectifies: 0, changes: { textSha256 }, reason: 'Errata', act };
      return give(rectifyProtocolTemplate, correction, { as: centre });
    },
  };
}

const takenFrom = (takenBy: string) => ({ code: 'FRAMEWORK_AGREEMENT_TEXT_TAKEN', facts: { takenBy } });

describe('P2, P8: a text is that of one framework agreement', () => {
  it('it is concluded once, and the refusal names the one that has it', async () => {
    const { conclude } = officeOver(new MemoryEventStore());
    const first = await conclude(TEXT, 'first');
    await expect(conclude(TEXT, 'first')).resolves.toBe(first);
    await expect(conclude(TEXT, 'second')).rejects.toMatchObject(takenFrom(first));
    await expect(conclude(OTHER, 'third')).resolves.toBeDefined();
  });

  it.each(['FrameworkAgreement-', `Reservation-${reservationId(TEXT_OF.FrameworkAgreement, TEXT)}`])(
    'raced from two processes, one wins (the second as the first writes to %s)',
    async (stream) => {
      const store = new MemoryEventStore();
      const race = racing(
        store,
        (one) => one.startsWith(stream),
        () => officeOver(store, 'b').conclude(TEXT, 'second'),
      );
      const outcomes = await Promise.allSettled([officeOver(race.slow).conclude(TEXT, 'first')]);
      const second = await Promise.allSettled([race.raced()]);
      const refused = [...outcomes, ...second].filter(({ status }) => status === 'rejected');
      expect(refused).toEqual([
        expect.objectContaining({ reason: expect.objectContaining({ code: 'FRAMEWORK_AGREEMENT_TEXT_TAKEN' }) }),
      ]);
    },
  );

  it('T2: also once a hash is rectified, which frees the text that was wrong', async () => {
    const { conclude, rectifyAgreement, follow } = officeOver(new MemoryEventStore());
    const [first, second] = [await conclude(TEXT, 'first'), await conclude(OTHER, 'second')];
    await expect(rectifyAgreement(second, TEXT)).rejects.toMatchObject(takenFrom(first));
    await rectifyAgreement(first, 'c'.repeat(64));
    await follow(new MemoryWorkStore());
    await expect(conclude('c'.repeat(64), 'third')).rejects.toMatchObject(takenFrom(first));
    await expect(rectifyAgreement(second, TEXT)).resolves.toBeDefined();
  });

  it('those of before, which reserved none, have theirs, also where two had one', async () => {
    const office = officeOver(new MemoryEventStore());
    for (const id of ['f-1', 'f-2']) {
      const concluded: FrameworkEvent = {
        type: 'FrameworkAgreementConcluded',
        data: { frameworkAgreementId: id, ...agreement, documentSha256: TEXT },
        effectiveAt: startOf('2026-02-10'),
      };
      await office.executor.execute(frameworkAgreement, { id, origin: ofBefore(id), decide: () => [concluded] });
    }
    await office.follow(new MemoryWorkStore());
    await expect(office.conclude(TEXT, 'third')).rejects.toMatchObject(takenFrom('f-1'));
    await office.rectifyAgreement('f-1', OTHER);
    await office.follow(new MemoryWorkStore());
    await expect(office.conclude(TEXT, 'fourth')).rejects.toMatchObject(takenFrom('f-2'));
  });
});

describe('P2: a text is one version of the template', () => {
  const taken = (takenBy: string) => ({ code: 'PROTOCOL_TEMPLATE_TEXT_TAKEN', facts: { takenBy } });

  it('it is adopted once, also once a hash is rectified', async () => {
    const { adopt, rectifyTemplate } = officeOver(new MemoryEventStore());
    const first = await adopt(TEXT, '2026-1');
    await expect(adopt(TEXT, '2026-2')).rejects.toMatchObject(taken(first));
    const second = await adopt(OTHER, '2026-2');
    await expect(rectifyTemplate(second, TEXT)).rejects.toMatchObject(taken(first));
  });

  it('those of before, which reserved none, have theirs', async () => {
    const office = officeOver(new MemoryEventStore());
    const adopted: TemplateEvent = {
      type: 'ProtocolTemplateAdopted',
      data: { templateId: 't-1', ...adoption, act, textSha256: TEXT, version: '2025-1' },
      effectiveAt: startOf('2026-02-10'),
    };
    await office.executor.execute(protocolTemplate, { id: 't-1', origin: ofBefore('t-1'), decide: () => [adopted] });
    await office.follow(new MemoryWorkStore());
    await expect(office.adopt(TEXT, '2026-1')).rejects.toMatchObject(taken('t-1'));
  });
});

function ofBefore(commandId: string) {
  const actor = { kind: 'policy', name: 'specification' } as const;
  return { commandId, actor, correlationId: commandId, causationId: commandId };
}
