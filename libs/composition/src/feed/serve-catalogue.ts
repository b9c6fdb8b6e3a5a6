import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { apiCatalogOf, asyncApiOf, CATALOGUE_LINK, CATALOGUE_PATHS, cataloguePage, LINKSET } from '#integration';
import { openRoute, originOf, PAGE_POLICY, type HttpReply, type HttpRequest } from '#platform';
import type { PublishedType } from '#use-cases';
import { publishedExamples } from '../contexts/published-examples.ts';

/**
 * Serves what there is to know of published events before one has a token: the catalogue of APIs (RFC 9727), AsyncAPI, and a page
 * for people. The schemas of the events are use cases.
 * @param served.version of the product
 * @param served.docs whether the description of the API is served, too
 */
export function serveCatalogue(
  app: NestFastifyApplication,
  types: readonly PublishedType[],
  { version, docs }: { readonly version: string; readonly docs: boolean },
): void {
  const instance = app.getHttpAdapter().getInstance();
  const open = { config: openRoute };
  instance.get(CATALOGUE_PATHS.wellKnown, open, (request: HttpRequest, reply: HttpReply) =>
    reply
      .header('link', CATALOGUE_LINK)
      .type(LINKSET)
      .send(JSON.stringify(apiCatalogOf(originOf(request), docs))),
  );
  instance.get(CATALOGUE_PATHS.asyncApi, open, (request: HttpRequest, reply: HttpReply) =>
    reply
      .type('application/json; charset=utf-8')
      .send(JSON.stringify(asyncApiOf(types, { origin: originOf(request), version, examples: publishedExamples }))),
  );
  // Made at the first look: it costs the start nothing.
  let page: string | undefined;
  instance.get(CATALOGUE_PATHS.page, open, (_request: unknown, reply: HttpReply) => {
    page ??= cataloguePage(types, publishedExamples);
    return reply.type('text/html; charset=utf-8').header('content-security-policy', PAGE_POLICY).send(page);
  });
}
