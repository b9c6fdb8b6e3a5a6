import type { CloudEvent } from '#use-cases';
import { kiteTypes, FLOWN } from '../specification/feed-world.ts';
import { apiCatalogOf } from './api-catalog.ts';
import { asyncApiOf } from './async-api.ts';
import { cataloguePage } from './catalogue-page.ts';
import { examplesOf } from './published-examples.ts';

const example: CloudEvent = {
  ...{ specversion: '1.0', id: '0123456789-0000000000000001', source: 'urn:rete-punti:log:0123456789', type: FLOWN },
  ...{ subject: 'kite-1', time: '2026-03-02T08:00:00.000Z', datacontenttype: 'application/json' },
  ...{ dataschema: `/rest/integration/v1/schemas/${FLOWN}`, sequence: '0', data: { colour: '<red>' } },
};
const examples = examplesOf([example]);
const served = { origin: 'https://rete.example', version: '1.2.3', examples };

describe('the catalogue of what is published', () => {
  it('describes each event as a message with its whole schema', () => {
    const document = asyncApiOf(kiteTypes, served) as {
      readonly servers: object;
      readonly channels: Readonly<Record<string, { readonly messages: object }>>;
      readonly components: { readonly messages: Readonly<Record<string, { readonly payload: object }>> };
    };
    expect(document.servers).toMatchObject({ installation: { host: 'rete.example', protocol: 'https' } });
    expect(Object.keys(document.components.messages)).toEqual([
      ...['kite.flown.v1', 'kite.moved.v1', 'kite.lent.v1', 'maker.renamed.v1', 'flyer.erased.v1'],
    ]);
    expect(document.components.messages['kite.flown.v1']?.payload).toMatchObject({
      properties: {
        type: { const: FLOWN },
        data: { additionalProperties: false, properties: { colour: { type: 'string' } }, required: ['colour'] },
      },
    });
    expect(Object.keys(document.channels)).toEqual(['feed', 'stream', 'subscription', 'webhook']);
    for (const { messages } of Object.values(document.channels)) expect(Object.keys(messages)).toHaveLength(5);
  });

  it('shows an event as it was told, with the schema where it is served, and as text on the page', () => {
    const { components } = asyncApiOf(kiteTypes, served) as {
      readonly components: { readonly messages: Readonly<Record<string, { readonly examples?: readonly object[] }>> };
    };
    const dataschema = `https://rete.example${example.dataschema}`;
    expect(components.messages['kite.flown.v1']?.examples).toEqual([{ payload: { ...example, dataschema } }]);
    expect(components.messages['kite.moved.v1']).not.toHaveProperty('examples');
    expect(cataloguePage(kiteTypes, examples)).toContain('&quot;colour&quot;: &quot;&lt;red&gt;&quot;');
  });

  it('links to what describes each API, and to nothing that is not served', () => {
    const text = JSON.stringify(apiCatalogOf('https://rete.example', false));
    expect(text).toContain('https://rete.example/rest/integration/v1/asyncapi.json');
    expect(text).not.toContain('/docs');
    expect(JSON.stringify(apiCatalogOf('https://rete.example', true))).toContain(
      'https://rete.example/docs/openapi.json',
    );
  });

  it('is a page in Italian that loads nothing from elsewhere, and names each part for who hears it', () => {
    const page = cataloguePage(kiteTypes, examples);
    expect(page).toContain('<html lang="it">');
    expect(page).toContain('<h2 id="kite.flown.v1">Aquilone in volo</h2>');
    expect(page).not.toMatch(/(src|href)="(https?:)?\/\//);
    expect(page).not.toContain('<script');
    for (const [, id] of page.matchAll(/(?:href="#|aria-labelledby=")([^"]+)"/g)) expect(page).toContain(`id="${id!}"`);
  });
});
