import { projection } from '#kernel/specification';
import { startOf } from '#use-cases/dated';
import { specify } from '#use-cases/specification';
import { protocolTemplate, type TemplateEvent } from '../../domain/template/protocol-template.ts';
import { protocolTemplates } from '../../read-models/protocol-templates.ts';
import { directorate } from '../../specification/agreements.ts';
import { rectifyProtocolTemplate, type RectifyProtocolTemplate } from './rectify-protocol-template.ts';
import { withdrawProtocolTemplate } from './withdraw-protocol-template.ts';

const act = { authority: 'Direzione centrale Organizzazione', number: '12', date: '2026-02-01' };
const adopted: TemplateEvent = {
  type: 'ProtocolTemplateAdopted',
  data: {
    ...{ templateId: 't-1', version: '2026-1', textSha256: 'a'.repeat(64), kinds: ['INFORMATIVO'], act },
    validFrom: '2026-02-10',
  },
  effectiveAt: startOf('2026-02-10'),
};
const withdrawn: TemplateEvent = {
  type: 'ProtocolTemplateWithdrawn',
  data: { withdrawnOn: '2026-06-01', reason: 'Nuova circolare' },
  effectiveAt: startOf('2026-06-01'),
};
const centre = { id: 'dcorg', role: 'central' } as const;
const rectify = (given: readonly TemplateEvent[], rectifies: number, changes?: RectifyProtocolTemplate['changes']) => {
  const by = { reason: 'Errata corrige', act: { ...act, number: '99', date: '2026-03-01' } };
  const what = changes ? { changes } : { annuls: true };
  return specify(protocolTemplate)
    .given(...given)
    .as(centre)
    .when(rectifyProtocolTemplate, { templateId: 't-1', rectifies, ...what, ...by });
};
const told = (...events: readonly TemplateEvent[]) =>
  projection(protocolTemplates)
    .given<TemplateEvent>(
      ...events.map((event): [TemplateEvent, { stream: string }] => [event, { stream: 'ProtocolTemplate-t-1' }]),
    )
    .document('t-1');

describe('T2: what was wrong of a template is rectified by an act of the centre', () => {
  it('its hash, its act, its days; and the answer follows', () => {
    const right = { textSha256: 'b'.repeat(64), validFrom: '2026-02-12', validUntil: '2028-01-01' };
    const events = rectify([adopted], 0, right).events();
    expect(told(adopted, ...events)).toMatchObject({ state: 'ADOPTED', ...right, act });
    rectify([adopted], 0, { withdrawnOn: '2026-05-01' }).thenRefused('FIELDS_NOT_RECTIFIABLE');
    rectify([adopted], 0, { validUntil: '2026-02-10' }).thenRefused('RECTIFIED_DATE_IMPOSSIBLE', {
      field: 'validFrom',
    });
    const ahead = { act: { ...act, date: '2026-03-03' } };
    rectify([adopted], 0, ahead).thenRefused('RECTIFIED_DATE_IMPOSSIBLE', { field: 'act' });
  });

  it('the day of its withdrawal, which stays within its validity, or that it never was withdrawn', () => {
    const life = [adopted, withdrawn];
    expect(told(...life, ...rectify(life, 1, { withdrawnOn: '2026-05-01' }).events())).toMatchObject({
      ...{ state: 'WITHDRAWN', validUntil: '2026-05-01', reason: 'Nuova circolare' },
    });
    rectify(life, 1, { withdrawnOn: '2026-02-09' }).thenRefused('RECTIFIED_FACT_FITS_NOWHERE');
    rectify(life, 0, { validFrom: '2026-06-02' }).thenRefused('OTHER_FACTS_REST_ON_IT', { revision: 1 });
    const never = rectify(life, 1).events();
    expect(told(...life, ...never)).toMatchObject({ state: 'ADOPTED', validUntil: null, reason: null });
    const again = { templateId: 't-1', withdrawnOn: '2026-07-01', reason: 'Nuova circolare' };
    const given = specify(protocolTemplate).given(...life, ...never);
    expect(given.as(centre).when(withdrawProtocolTemplate, again).events()).toHaveLength(1);
  });

  it('by the centre alone', () => {
    const wanted = { templateId: 't-1', rectifies: 0, changes: { validFrom: '2026-02-12' }, reason: 'x', act };
    specify(protocolTemplate)
      .given(adopted)
      .as(directorate)
      .when(rectifyProtocolTemplate, wanted)
      .thenRefused('ROLE_NOT_ALLOWED');
  });
});
