export { endpointRefusals, endpointUrl, type EndpointRules } from './endpoint.ts';
export { OutgoingPosts, type Attempt, type OutgoingPost } from './outgoing-post.ts';
export { nextAttemptAt, verdictOf, type Verdict } from './retries.ts';
export { signatureHeaders, type SignatureHeaders } from './sign.ts';
export { privateKeyText, sharedSecretText, signingKey, type SigningKey } from './signing-key.ts';
