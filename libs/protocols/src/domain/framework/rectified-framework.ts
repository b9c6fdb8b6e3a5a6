import { rectifiedValidity } from '../rectified-validity.ts';
import { frameworkLife, type FrameworkEvent, type KnownFramework } from './framework-agreement.ts';

/** What rectifies a fact of a framework agreement (T2). */
export const rectifiedFramework = rectifiedValidity<KnownFramework, FrameworkEvent>({
  told: frameworkLife,
  begins: {
    type: 'FrameworkAgreementConcluded',
    correctable: ['documentSha256', 'signedOn', 'validFrom', 'validUntil'],
    made: (data) => ({ field: 'signedOn', on: (data as { readonly signedOn: string }).signedOn }),
  },
  ends: { type: 'FrameworkAgreementTerminated', on: 'endsOn' },
  say: (what, { after: { documentSha256, signedOn, validFrom, validUntil, endsOn, reason } }) => ({
    type: 'FrameworkAgreementRectified',
    data: {
      ...what,
      standing: {
        ...{ documentSha256, signedOn, validFrom, validUntil, endsOn },
        ...(reason === undefined ? {} : { reason }),
      },
    },
  }),
});
