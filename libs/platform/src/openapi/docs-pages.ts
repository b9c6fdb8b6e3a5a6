import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { PAGE_POLICY } from '../http/answer-headers.ts';
import type { HttpReply } from '../http/fastify.ts';
import { openRoute } from '../identity/route-access.ts';
import { problemsPage } from './problems-page.ts';
import { openApiDocument, type ApiOutline } from './openapi-document.ts';

/** Files of Swagger UI that its page needs, and their media types. */
const UI_FILES: Readonly<Record<string, string>> = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
  'favicon-32x32.png': 'image/png',
};

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>rete-punti API</title>
<link rel="stylesheet" href="/docs/ui/swagger-ui.css">
<link rel="icon" href="/docs/ui/favicon-32x32.png">
</head>
<body>
<div id="swagger-ui"></div>
<script src="/docs/ui/swagger-ui-bundle.js"></script>
<script src="/docs/ui/start.js"></script>
</body>
</html>
`;
const START = "SwaggerUIBundle({ url: '/docs/openapi.json', dom_id: '#swagger-ui', deepLinking: true });\n";

/**
 * Serves the description of the API and a page to try it: `/docs`, `/docs/openapi.json`. Swagger UI comes with
 * `@nestjs/swagger`; its few files are served from here, so that no server of static files is needed for them. Beside it
 * stands the table of problems: `/docs/problems`, `/docs/problems.json`.
 */
export function serveDocs(app: NestFastifyApplication, outline: ApiOutline): void {
  const { problems } = outline;
  const instance = app.getHttpAdapter().getInstance();
  // Described at the first look: it costs the start nothing.
  let description: string | undefined;
  instance.get('/docs/openapi.json', { config: openRoute }, (_request: unknown, reply: HttpReply) => {
    description ??= JSON.stringify(openApiDocument(app, outline));
    return reply.type('application/json; charset=utf-8').send(description);
  });
  instance.get('/docs', { config: openRoute }, (_request: unknown, reply: HttpReply) =>
    reply.type('text/html; charset=utf-8').header('content-security-policy', PAGE_POLICY).send(PAGE),
  );
  instance.get('/docs/problems', { config: openRoute }, (_request: unknown, reply: HttpReply) =>
    reply.type('text/html; charset=utf-8').header('content-security-policy', PAGE_POLICY).send(problemsPage(problems)),
  );
  instance.get('/docs/problems.json', { config: openRoute }, (_request: unknown, reply: HttpReply) =>
    reply.send({ items: problems }),
  );
  instance.get('/docs/ui/start.js', { config: openRoute }, (_request: unknown, reply: HttpReply) =>
    reply.type('text/javascript; charset=utf-8').send(START),
  );
  const folder = dirname(createRequire(import.meta.resolve('@nestjs/swagger')).resolve('swagger-ui-dist/package.json'));
  for (const [name, mediaType] of Object.entries(UI_FILES)) {
    instance.get(`/docs/ui/${name}`, { config: openRoute }, async (_request: unknown, reply: HttpReply) =>
      reply.type(mediaType).send(await readFile(join(folder, name))),
    );
  }
}
