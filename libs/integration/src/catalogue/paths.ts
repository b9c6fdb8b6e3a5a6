/** Where the catalogue of what is published is: none of it needs a token. */
export const CATALOGUE_PATHS = {
  wellKnown: '/.well-known/api-catalog',
  asyncApi: '/rest/integration/v1/asyncapi.json',
  page: '/rest/integration/v1/catalogue',
  schemas: '/rest/integration/v1/schemas',
} as const;
