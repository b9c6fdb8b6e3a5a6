import { defineRefusals, reservationOf, type Claim } from '#kernel/domain';

/** What is reserved of the acts that conventions follow: their texts, each under its own kind of act. */
export const TEXT_OF = {
  FrameworkAgreement: 'framework-agreement-text',
  ProtocolTemplate: 'protocol-template-text',
} as const;

/** Who may conclude or adopt reads all of them: the other one is named. */
export const textRefusals = defineRefusals({
  FRAMEWORK_AGREEMENT_TEXT_TAKEN: [
    'The framework agreement {takenBy} has this text: go on with that one, have what is wrong of it rectified, or correct the hash.',
    'conflict',
  ],
  PROTOCOL_TEMPLATE_TEXT_TAKEN: [
    'The template {takenBy} has this text: go on with that one, have what is wrong of it rectified, or correct the hash.',
    'conflict',
  ],
});

/**
 * A text before any signature is that of one framework agreement (P2, P8).
 * @throws DomainError when claimed: FRAMEWORK_AGREEMENT_TEXT_TAKEN (conflict)
 */
export function textOfFramework(documentSha256: string): Claim {
  const taken = textRefusals.FRAMEWORK_AGREEMENT_TEXT_TAKEN;
  return reservationOf(TEXT_OF.FrameworkAgreement, documentSha256, ({ id: takenBy }) => taken({ takenBy }));
}

/**
 * A text is one version of the template.
 * @throws DomainError when claimed: PROTOCOL_TEMPLATE_TEXT_TAKEN (conflict)
 */
export function textOfTemplate(textSha256: string): Claim {
  const taken = textRefusals.PROTOCOL_TEMPLATE_TEXT_TAKEN;
  return reservationOf(TEXT_OF.ProtocolTemplate, textSha256, ({ id: takenBy }) => taken({ takenBy }));
}
