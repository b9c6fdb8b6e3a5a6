import { create, get, post, routes } from '#use-cases';
import { getProtocolTemplate, listProtocolTemplates } from '../read-models/protocol-templates.ts';
import { adoptProtocolTemplate } from '../use-cases/template/adopt-protocol-template.ts';
import { rectifyProtocolTemplate } from '../use-cases/template/rectify-protocol-template.ts';
import { withdrawProtocolTemplate } from '../use-cases/template/withdraw-protocol-template.ts';

export const templateRoutes = routes('protocols', 'rest/protocols/v1/templates', [
  get('', listProtocolTemplates),
  create('', adoptProtocolTemplate),
  get(':templateId', getProtocolTemplate),
  post(':templateId/withdrawal', withdrawProtocolTemplate),
  post(':templateId/rectifications', rectifyProtocolTemplate),
]);
