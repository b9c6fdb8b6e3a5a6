import type { Absent } from '#kernel/domain';
import { fact } from '#use-cases';
import type { PointKind } from '#vocabulary';
import {
  frameworkAgreement,
  frameworkRefusals,
  requireFrameworkToFollow,
  requireSignedUnder,
  type FrameworkAgreement,
} from '../domain/framework/framework-agreement.ts';
import {
  protocolTemplate,
  requireSignedByTemplate,
  requireTemplate,
  templateRefusals,
  type ProtocolTemplate,
} from '../domain/template/protocol-template.ts';
import type { Signature } from '../domain/vocabulary.ts';

/* The framework agreement and the template that an act of before follows. */

interface Following {
  readonly frameworkAgreementId?: string;
  readonly templateId?: string;
}

export const followedNeeds = {
  framework: fact(
    frameworkAgreement,
    ({ frameworkAgreementId }: Following) => frameworkAgreementId,
    (found) => found,
  ),
  template: fact(
    protocolTemplate,
    ({ templateId }: Following) => templateId,
    (found) => found,
  ),
};

export const followedRefusals = [frameworkRefusals, templateRefusals] as const;

/**
 * Framework agreement and template were valid when both had signed.
 * @throws DomainError one of {@link followedRefusals}
 */
export function requireFollowed(
  { frameworkAgreementId, templateId, kinds }: Following & { readonly kinds: readonly PointKind[] },
  signatures: readonly Signature[],
  known: {
    readonly framework?: FrameworkAgreement | Absent | undefined;
    readonly template?: ProtocolTemplate | Absent | undefined;
  },
): void {
  if (frameworkAgreementId !== undefined) {
    requireFrameworkToFollow(frameworkAgreementId, known.framework);
    requireSignedUnder(known.framework, signatures);
  }
  if (templateId !== undefined) {
    requireSignedByTemplate(requireTemplate(templateId, known.template, kinds), signatures);
  }
}
