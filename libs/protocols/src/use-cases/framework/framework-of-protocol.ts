import { fact } from '#use-cases';
import { frameworkAgreement } from '../../domain/framework/framework-agreement.ts';

/** The framework agreement that a protocol follows, for commands by which it is signed on some day. */
export const frameworkOfProtocol = fact(
  frameworkAgreement,
  (_command: object, state: { readonly status: string; readonly frameworkAgreementId?: string }) =>
    state.frameworkAgreementId,
  (found) => found,
);
