import { readFileSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import {
  AllowedMethods,
  createHttpServer,
  createLogger,
  logAccesses,
  serveDocs,
  securityLog,
  serveOnly,
  tellRefusals,
  type ApiOutline,
  type Configuration,
} from '#platform';
import type { PublishedType } from '#use-cases';
import { serveCatalogue } from '../feed/serve-catalogue.ts';

@Module({})
class ApiModule {}

type Door = Omit<ApiOutline, 'version'> & {
  readonly published: readonly PublishedType[];
  readonly onlyPaths?: readonly string[];
};

/**
 * Puts the modules behind an HTTP server that does not listen yet.
 * @param door.tags what the operations of the API are grouped by
 * @param door.problems the table of problems, for its page
 * @param door.published what outsiders are told, for its catalogue
 * @param door.onlyPaths what it answers; everything when absent
 */
export async function nestApplication(
  configuration: Configuration,
  imports: readonly (Type | DynamicModule)[],
  { tags, problems, published, onlyPaths }: Door,
): Promise<NestFastifyApplication> {
  const server = createHttpServer(configuration);
  if (onlyPaths) serveOnly(server, ...onlyPaths);
  const allowedMethods = new AllowedMethods(server);
  if (configuration.accessLog) logAccesses(server);
  tellRefusals(server, securityLog());
  const root: DynamicModule = { module: ApiModule, imports: [...imports] };
  const app = await NestFactory.create<NestFastifyApplication>(root, server, {
    // Fastify's own JSON parser is all we take: Nest's would bring forms back.
    bodyParser: false,
    logger: createLogger(configuration.log),
    abortOnError: false,
  });
  await app.init();
  if (!onlyPaths) {
    serveCatalogue(app, published, { version: productVersion(), docs: configuration.docs });
    if (configuration.docs) serveDocs(app, { version: productVersion(), tags, problems });
  }
  allowedMethods.refuseOthers();
  return app;
}

function productVersion(): string {
  const manifest = findPackageJSON(import.meta.url);
  if (manifest === undefined) return '0.0.0';
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version;
}
