import { Type } from '@sinclair/typebox';
import { idOf } from '#kernel/domain';
import type { Telling } from '#use-cases';
import { Timestamp } from '#vocabulary';
import { PublicKey } from '../read-models/delivery-queries.ts';
import type { EndpointSecrets } from '../use-cases/show-subscription-secrets.ts';

/** Answers with the keys of an endpoint, which stand in no event. */
export const tellingSecrets: Telling = {
  tell: ({ stream, told: [secrets] = [] }) => ({ id: idOf(stream), fields: secrets as EndpointSecrets }),
  fields: Type.Object({
    shared: Type.String({ maxLength: 60, description: 'Secret of HMAC-SHA-256: `whsec_` and base64.' }),
    privateKey: Type.String({ maxLength: 100, description: 'Ed25519 key pair: `whsk_` and base64.' }),
    publicKey: PublicKey,
    repeatedUntil: {
      ...Timestamp,
      description:
        'A repeat under the same Idempotency-Key shows them up to this moment, this moment not included, unless they are replaced before.',
    },
  }),
};
