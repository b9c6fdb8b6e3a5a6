import { rectifiedValidity } from '../rectified-validity.ts';
import { templateLife, type KnownTemplate, type TemplateEvent } from './protocol-template.ts';

/** What rectifies a fact of a template (T2). */
export const rectifiedTemplate = rectifiedValidity<KnownTemplate, TemplateEvent>({
  told: templateLife,
  begins: {
    type: 'ProtocolTemplateAdopted',
    correctable: ['textSha256', 'act', 'validFrom', 'validUntil'],
    made: (data) => ({ field: 'act', on: (data as { readonly act: { readonly date: string } }).act.date }),
  },
  ends: { type: 'ProtocolTemplateWithdrawn', on: 'withdrawnOn' },
  say: (what, { after: { status: state, textSha256, act, validFrom, validUntil, reason } }) => ({
    type: 'ProtocolTemplateRectified',
    data: {
      ...what,
      standing: {
        ...{ state, textSha256, act, validFrom },
        ...(validUntil === undefined ? {} : { validUntil }),
        ...(reason === undefined ? {} : { reason }),
      },
    },
  }),
});
