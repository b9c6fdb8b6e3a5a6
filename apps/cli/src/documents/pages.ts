import { accessPage } from './access-page.ts';
import { configurationPage } from './configuration-page.ts';
import { publishedPage } from './published-page.ts';

/** The documents that are made from declarations, by their place in the repository. */
export const pages: Readonly<Record<string, () => string>> = {
  'docs/access.md': accessPage,
  'docs/configuration.md': configurationPage,
  'docs/domain/published-events.md': publishedPage,
};
