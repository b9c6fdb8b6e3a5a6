import type { Configuration } from './configuration.ts';

const CREDENTIALS = /^([a-z+]+:\/\/)[^/?]*@/;
/** Options of MongoDB that hold a password or a token. */
const SECRET_OPTION = /([?&](?:\w*password|authmechanismproperties)=)[^&]*/gi;
const NEEDS_NO_QUOTES = /^[\w./-]+$/;

/**
 * The options that name an installation, as one types them in a shell. Whoever types them fills the credentials in: what
 * is printed ends in logs, and on screens that others see.
 */
export function optionsOf({ dataDirectory, cluster }: Pick<Configuration, 'dataDirectory' | 'cluster'>): string {
  const data = `--data ${NEEDS_NO_QUOTES.test(dataDirectory) ? dataDirectory : quoted(dataDirectory)}`;
  if (!cluster) return data;
  const { eventStoreDb, mongoDb, installation } = cluster;
  const beside = mongoDb === undefined ? data : `--mongodb ${quoted(withoutCredentials(mongoDb))}`;
  return (
    `--mode clustered --eventstoredb ${quoted(withoutCredentials(eventStoreDb))} ${beside} ` +
    `--installation ${quoted(installation)}`
  );
}

/** The hosts of a connection string, for messages. */
export function hostsIn(url: string): string {
  return url
    .replace(CREDENTIALS, '$1')
    .replace(/^[a-z+]+:\/\//, '')
    .replace(/[/?].*$/, '');
}

/** A connection string as it may be shown. */
function withoutCredentials(url: string): string {
  return url.replace(CREDENTIALS, '$1<user>:<password>@').replace(SECRET_OPTION, '$1<secret>');
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
