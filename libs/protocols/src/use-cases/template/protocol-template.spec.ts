import { createHash } from 'node:crypto';
import { idOf } from '#kernel/domain';
import { projection } from '#kernel/specification';
import { MemoryEventStore } from '#store-memory';
import { startOf } from '#use-cases/dated';
import { everyPair, specify } from '#use-cases/specification';
import type { ProtocolEvent } from '../../domain/events.ts';
import {
  protocolTemplate,
  type ProtocolTemplate,
  type TemplateEvent,
} from '../../domain/template/protocol-template.ts';
import { protocols } from '../../protocols.ts';
import { protocolTemplates } from '../../read-models/protocol-templates.ts';
import { agreementsOver, directorate, host, MovedClock } from '../../specification/agreements.ts';
import { signingUnit, TEXT_HASH } from '../../specification/signatures.ts';
import { loadedProtocolId } from '../../domain/loaded-act.ts';
import { loadedRow } from '../../specification/loaded-rows.ts';
import { loadProtocol } from '../load-protocol.ts';
import { rectifyProtocol } from '../rectify-protocol.ts';
import { draftProtocol } from '../draft-protocol.ts';
import { reviseProtocolDraft } from '../revise-protocol-draft.ts';
import { adoptProtocolTemplate, type AdoptProtocolTemplate } from './adopt-protocol-template.ts';
import { withdrawProtocolTemplate } from './withdraw-protocol-template.ts';

const template: AdoptProtocolTemplate = {
  ...{ version: '2026-1', textSha256: TEXT_HASH, kinds: ['INFORMATIVO'], validFrom: '2026-02-10' },
  act: { authority: 'Direzione centrale Organizzazione', number: '12', date: '2026-02-01' },
};
const adopted: TemplateEvent = {
  type: 'ProtocolTemplateAdopted',
  data: { templateId: 't-1', ...template },
  effectiveAt: startOf('2026-02-10'),
};
const withdrawn: TemplateEvent = {
  type: 'ProtocolTemplateWithdrawn',
  data: { withdrawnOn: '2026-06-01', reason: 'Nuova circolare' },
  effectiveAt: startOf('2026-06-01'),
};
const centre = { id: 'dcorg', role: 'central' } as const;
const withdrawal = { templateId: 't-1', withdrawnOn: '2026-06-01', reason: 'Nuova circolare' };
const subject = specify(protocolTemplate);

describe('a template of conventions', () => {
  it('is adopted by the centre, by an act, for kinds of point and from a day on', () => {
    subject.given().as(centre).when(adoptProtocolTemplate, template, { id: 't-1' }).then(adopted);
    subject.given().as(directorate).when(adoptProtocolTemplate, template).thenRefused('ROLE_NOT_ALLOWED');
    const ahead = { ...template, act: { ...template.act, date: '2026-03-03' } };
    subject.given().when(adoptProtocolTemplate, ahead).thenRefused('TEMPLATE_ACT_IN_FUTURE');
    const empty = { ...template, validUntil: '2026-02-10' };
    subject.given().when(adoptProtocolTemplate, empty).thenRefused('TEMPLATE_VALIDITY_EMPTY');
  });

  it('is withdrawn by the centre from a day on, within its validity', () => {
    subject.given(adopted).as(centre).when(withdrawProtocolTemplate, withdrawal).then(withdrawn);
    subject.given(adopted).as(directorate).when(withdrawProtocolTemplate, withdrawal).thenRefused('ROLE_NOT_ALLOWED');
    const before = { ...withdrawal, withdrawnOn: '2026-02-09' };
    subject.given(adopted).when(withdrawProtocolTemplate, before).thenRefused('TEMPLATE_WITHDRAWAL_OUTSIDE_VALIDITY');
    const until = { ...adopted, data: { ...adopted.data, validUntil: '2026-06-01' } } as TemplateEvent;
    subject.given(until).when(withdrawProtocolTemplate, withdrawal).thenRefused('TEMPLATE_WITHDRAWAL_OUTSIDE_VALIDITY');
  });

  it('T1: its withdrawal is recorded late, of the day that it had', () => {
    const withdrawnOn = '2026-02-20';
    const [told] = subject
      .given(adopted)
      .as(centre)
      .when(withdrawProtocolTemplate, { ...withdrawal, withdrawnOn })
      .events();
    expect(told).toMatchObject({ data: { withdrawnOn }, effectiveAt: startOf(withdrawnOn) });
  });

  it('shows its state, until when it is valid, and why it was withdrawn', () => {
    const stream = 'ProtocolTemplate-t-1';
    const after = (...events: TemplateEvent[]) =>
      projection(protocolTemplates)
        .given<TemplateEvent>(...events.map((event): [TemplateEvent, { stream: string }] => [event, { stream }]))
        .document('t-1');
    expect(after(adopted)).toMatchObject({ state: 'ADOPTED', version: '2026-1', validUntil: null, reason: null });
    expect(after(adopted, withdrawn)).toMatchObject({
      ...{ state: 'WITHDRAWN', validUntil: '2026-06-01', reason: 'Nuova circolare' },
    });
  });

  it('is followed by drafts of kinds that it serves, whenever they are recorded; without one, drafts go on', async () => {
    const clock = new MovedClock('2026-03-02T08:00:00Z');
    const { registerHost, approvedPoint, protocol, give } = agreementsOver(new MemoryEventStore(), clock);
    await registerHost();
    const point = await approvedPoint();
    const templateId = idOf((await give(adoptProtocolTemplate, template, { as: centre })).stream);
    const draft = async (more: object): Promise<string> => {
      const terms = { points: [point], kinds: ['INFORMATIVO' as const], proposingUnit: signingUnit.code };
      const place = { hostBodyId: host.id, region: '08' };
      return idOf((await give(draftProtocol, { ...place, ...terms, ...more }, { as: directorate })).stream);
    };
    const protocolId = await draft({ templateId });
    expect(await protocol(protocolId)).toMatchObject({ status: 'DRAFT', templateId });
    await expect(draft({})).resolves.toBeDefined();
    const of = { kinds: ['INFORMATIVO' as const, 'EVOLUTO' as const] };
    await expect(draft({ templateId, ...of })).rejects.toMatchObject({ code: 'PROTOCOL_TEMPLATE_OF_OTHER_KINDS' });
    await expect(give(reviseProtocolDraft, { protocolId, ...of }, { as: directorate })).rejects.toMatchObject({
      code: 'PROTOCOL_TEMPLATE_OF_OTHER_KINDS',
    });
    await expect(draft({ templateId: point })).rejects.toMatchObject({ code: 'PROTOCOL_TEMPLATE_NOT_REGISTERED' });
    await give(withdrawProtocolTemplate, { ...withdrawal, templateId, withdrawnOn: '2026-03-03' }, { as: centre });
    clock.moveTo('2026-03-03T08:00:00Z');
    await expect(draft({ templateId })).resolves.toBeDefined();
    const ahead = { ...template, version: '2026-2', textSha256: 'e'.repeat(64), validFrom: '2026-03-04' };
    const never = idOf((await give(adoptProtocolTemplate, ahead, { as: centre })).stream);
    const end = { templateId: never, withdrawnOn: '2026-03-04', reason: 'Errata' };
    await give(withdrawProtocolTemplate, end, { as: centre });
    await expect(draft({ templateId: never })).rejects.toMatchObject({ code: 'PROTOCOL_TEMPLATE_NEVER_VALID' });
    await expect(give(adoptProtocolTemplate, template, { as: centre })).rejects.toMatchObject({
      code: 'PROTOCOL_TEMPLATE_ALREADY_ADOPTED',
    });
  });

  /** Conventions under a template that is withdrawn on 3 March, as they are recorded on 1 June. */
  async function afterWithdrawal(recordedOn = '2026-03-02') {
    const clock = new MovedClock('2026-03-02T08:00:00Z');
    const world = agreementsOver(new MemoryEventStore(), clock);
    await world.registerHost();
    const of = { ...template, kinds: ['INFORMATIVO' as const, 'SERVIZIO' as const] };
    const templateId = idOf((await world.give(adoptProtocolTemplate, of, { as: centre })).stream);
    const end = { templateId, withdrawnOn: '2026-03-03', reason: 'Nuova circolare' };
    clock.moveTo(`${recordedOn}T08:00:00Z`);
    await world.give(withdrawProtocolTemplate, end, { as: centre });
    clock.moveTo('2026-06-01T08:00:00Z');
    return { ...world, templateId };
  }
  const notValid = { code: 'PROTOCOL_TEMPLATE_NOT_VALID' };

  it.each([
    ['', '2026-03-02'],
    [', though it was withdrawn late', '2026-05-04'],
  ])(
    'T1: takes a convention that was signed while it was valid and is recorded after, and none that is signed later%s',
    async (_how, recordedOn) => {
      const { signedProtocol, approvedPoint, templateId } = await afterWithdrawal(recordedOn);
      await expect(signedProtocol([await approvedPoint()], { templateId }, '2026-03-02')).resolves.toBeDefined();
      const late = signedProtocol([await approvedPoint()], { templateId }, '2026-03-03');
      await expect(late).rejects.toMatchObject({ ...notValid, facts: { on: '2026-03-03', validUntil: '2026-03-03' } });
    },
  );

  it('T2: is asked again of a signature whose day is rectified', async () => {
    const { signedProtocol, approvedPoint, protocol, give, templateId } = await afterWithdrawal();
    const protocolId = await signedProtocol([await approvedPoint()], { templateId }, '2026-03-01');
    const { life } = (await protocol(protocolId)) as unknown as { life: { revision: number; event: ProtocolEvent }[] };
    const { revision: rectifies } = life.find(({ event: { type } }) => type === 'ProtocolSignatureRecorded')!;
    const act = { authority: 'Direzione regionale', number: '1', date: '2026-06-01' };
    const to = (signedAt: string) => {
      const correction = { protocolId, rectifies, changes: { signedAt }, reason: 'Errore', act };
      return give(rectifyProtocol, correction, { as: directorate });
    };
    await expect(to('2026-03-03T10:00:00Z')).rejects.toMatchObject(notValid);
    await expect(to('2026-03-02T10:00:00Z')).resolves.toBeDefined();
  });

  it('P10: a template is followed by an act that is loaded, if it was valid when that was signed', async () => {
    const { registerHost, protocol, give } = agreementsOver(new MemoryEventStore());
    await registerHost();
    const adoptedFrom = async (validFrom: string, more: object = {}): Promise<string> => {
      const textSha256 = createHash('sha256').update(validFrom).digest('hex');
      const version = { ...template, version: validFrom, textSha256, validFrom, ...more };
      return idOf((await give(adoptProtocolTemplate, version, { as: centre })).stream);
    };
    const load = async (templateId: string) =>
      give(loadProtocol, loadedRow({ code: 'A', hostBodyId: host.id, templateId }), { as: centre });
    await expect(load(await adoptedFrom('2012-02-21'))).rejects.toMatchObject({
      ...{ code: 'PROTOCOL_TEMPLATE_NOT_VALID_YET', facts: { validFrom: '2012-02-21', on: '2012-02-20' } },
    });
    const ended = await adoptedFrom('2012-01-01', { validUntil: '2012-02-20' });
    await expect(load(ended)).rejects.toMatchObject(notValid);
    const templateId = await adoptedFrom('2012-02-20');
    await load(templateId);
    expect(await protocol(loadedProtocolId(host.id, 'A'))).toMatchObject({ templateId });
  });

  const trials: Parameters<typeof everyPair<ProtocolTemplate, TemplateEvent>>[1]['trials'] = {
    AdoptProtocolTemplate: { input: template, brings: { ABSENT: ['ProtocolTemplateAdopted'] } },
    WithdrawProtocolTemplate: { input: withdrawal, brings: { ADOPTED: ['ProtocolTemplateWithdrawn'] } },
    RectifyProtocolTemplate: {
      input: {
        ...{ templateId: 't-1', rectifies: 0, changes: { validFrom: '2026-02-11' }, reason: 'Errata' },
        act: { authority: 'Direzione centrale', number: '1', date: '2026-03-01' },
      },
      brings: { ADOPTED: ['ProtocolTemplateRectified'], WITHDRAWN: ['ProtocolTemplateRectified'] },
    },
  };
  const lives = { ADOPTED: [adopted], WITHDRAWN: [adopted, withdrawn] };
  it.each(everyPair(protocolTemplate, { lives, commands: protocols.commands, trials }))('%s', (_pair, holds) => {
    holds();
  });
});
