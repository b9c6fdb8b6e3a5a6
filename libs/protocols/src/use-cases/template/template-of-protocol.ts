import { fact } from '#use-cases';
import { protocolTemplate } from '../../domain/template/protocol-template.ts';

/** The template that a protocol follows. */
export const templateOfProtocol = fact(
  protocolTemplate,
  (_command: object, state: { readonly status: string; readonly templateId?: string }) => state.templateId,
  (found) => found,
);
