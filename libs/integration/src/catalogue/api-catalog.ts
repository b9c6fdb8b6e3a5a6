import { CATALOGUE_PATHS } from './paths.ts';

/** The profile of a catalogue of APIs (RFC 9727, 3). */
const PROFILE = 'https://www.rfc-editor.org/info/rfc9727';
export const LINKSET = `application/linkset+json; profile="${PROFILE}"`;

/** What a HEAD of the catalogue, and anybody who finds the server, is told (RFC 9727, 2 and 3). */
export const CATALOGUE_LINK = `<${CATALOGUE_PATHS.wellKnown}>; rel="api-catalog"`;

/**
 * The catalogue of what the server offers to other systems (RFC 9727, a link set of RFC 9264).
 * @param origin `https://host`
 * @param isDescribed whether the server shows the description of its API
 */
export function apiCatalogOf(origin: string, isDescribed: boolean): object {
  const at = (path: string): string => `${origin}${path}`;
  const events = at('/rest/integration/v1/events');
  return {
    linkset: [
      {
        anchor: at(CATALOGUE_PATHS.wellKnown),
        item: [{ href: events }, ...(isDescribed ? [{ href: at('/rest') }] : [])],
      },
      {
        anchor: events,
        'service-desc': [{ href: at(CATALOGUE_PATHS.asyncApi), type: 'application/json' }],
        'service-doc': [{ href: at(CATALOGUE_PATHS.page), type: 'text/html', hreflang: ['it'] }],
      },
      ...(isDescribed
        ? [
            {
              anchor: at('/rest'),
              'service-desc': [{ href: at('/docs/openapi.json'), type: 'application/json' }],
              'service-doc': [{ href: at('/docs'), type: 'text/html', hreflang: ['en'] }],
              status: [{ href: at('/health/live') }],
            },
          ]
        : []),
    ],
  };
}
