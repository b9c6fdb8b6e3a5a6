import { romeDateOf } from '#italy';
import type { TokenRequest } from '#platform';
import { accepted, TERRITORY } from './agenda.ts';
import type { Api } from './api.ts';
import { fictitiousBodyCode, fictitiousPerson, namedPerson } from './people.ts';

export const POINTS = '/rest/service-points/v1/punti-cliente';
export const PROTOCOLS = '/rest/protocols/v1/protocols';
export const AUTHORIZATIONS = '/rest/service-points/v1/operator-authorizations';

/** A client with a token of its own: the centre's unless told otherwise. */
export type As = (request?: TokenRequest) => Promise<Api>;

/** Today in Rome. */
export const today = (): string => romeDateOf(Date.now());

interface WantedPoint {
  readonly kind: string;
  /** Ids of the catalogue. */
  readonly services: readonly string[];
}

/** Brings agreements and points about over HTTP, in the region of {@link TERRITORY}. */
export class Agreements {
  readonly #as: As;
  readonly #central: Api;
  readonly #regional: Api;
  #entries = 0;

  private constructor(as: As, central: Api, regional: Api) {
    this.#as = as;
    this.#central = central;
    this.#regional = regional;
  }

  static async over(as: As): Promise<Agreements> {
    return new Agreements(as, await as(), await as({ role: 'regional', id: 'director', region: TERRITORY.region }));
  }

  /** The regional directorate. */
  get regional(): Api {
    return this.#regional;
  }

  /** @returns id of an administration that hosts points; one per installation */
  async host(): Promise<string> {
    const { region, province } = TERRITORY;
    const { id } = await accepted(
      this.#central.post('/rest/organisation/v1/host-bodies', {
        ...{ kind: 'PUBLIC_ADMINISTRATION', name: 'Comune di Prova', fiscalCode: fictitiousBodyCode(1) },
        ...{ ipaCode: 'c_prova', region, province },
      }),
    );
    return id;
  }

  /** @returns id of an approved point at a host: a Punto Cliente di Servizio, unless another is wanted */
  async approvedPoint(
    hostBodyId: string,
    { kind = 'SERVIZIO', services = ['comunicazione-decesso', 'quesito'] }: Partial<WantedPoint> = {},
  ): Promise<string> {
    const { region, province } = TERRITORY;
    const { id } = await accepted(
      this.#central.post(POINTS, {
        ...{ hostBodyId, kind, region, province, municipality: 'H501' },
        ...{ address: { street: 'Piazza della Prova 1', postalCode: '00100' } },
        hostRequest: { protocolNumber: '12/2026', date: today() },
      }),
    );
    await accepted(this.#central.post(`${POINTS}/${id}/approval`));
    await accepted(this.#central.post(`${POINTS}/${id}/services`, { services }));
    return id;
  }

  /** @returns id of a protocol over points of a host that both parties have signed */
  async signedProtocol(
    hostBodyId: string,
    points: readonly string[],
    terms: { readonly kinds?: readonly string[]; readonly renews?: string } = {},
  ): Promise<string> {
    const { id } = await accepted(
      this.#central.post(PROTOCOLS, {
        ...{ hostBodyId, region: TERRITORY.region, proposingUnit: 'E2E-DR-12', points },
        ...{ kinds: ['SERVIZIO'], ...terms },
        officers: ['INPS', 'HOST'].flatMap((party) =>
          ['RESPONSABILE', 'REFERENTE_TECNICO'].map((role) => ({
            ...{ party, role, person: namedPerson(93), office: 'Ufficio' },
          })),
        ),
      }),
    );
    await accepted(this.#regional.post(`${PROTOCOLS}/${id}/submission`));
    for (const party of ['INPS', 'HOST'] as const) {
      await accepted(this.#regional.post(`${PROTOCOLS}/${id}/signatures`, this.signatureOf(party)));
    }
    return id;
  }

  /** @returns a signature of today, with an entry of its own in the register of the party; under another text where that is named */
  signatureOf(party: 'INPS' | 'HOST', { text = 'ab' }: { readonly text?: string } = {}): object {
    const ofInps = party === 'INPS';
    return {
      ...{ party, documentSha256: text.repeat(32), signedFileSha256: `${text}${ofInps ? 'c0' : 'c1'}`.repeat(16) },
      ...{ kind: 'DIGITAL', format: 'PADES', signedAt: new Date().toISOString() },
      ...(ofInps ? { unit: 'E2E-DR-12', signerRole: 'Direttore regionale' } : { signerRole: 'Sindaco' }),
      signatory: namedPerson(ofInps ? 94 : 95),
      registerEntry: this.#entryOf(party),
    };
  }

  /** Forwards a signed protocol, or an amendment of it, to the centre. */
  async forwarded(protocolId: string, amendmentId?: string): Promise<void> {
    const letter = { letterSha256: 'ef'.repeat(32), registerEntry: this.#entryOf('INPS') };
    const act = amendmentId === undefined ? {} : { amendmentId };
    await accepted(this.#regional.post(`${PROTOCOLS}/${protocolId}/forwarding`, { ...letter, ...act }));
  }

  /** Brings a signed protocol into force today. */
  async inForce(protocolId: string): Promise<void> {
    await accepted(this.#regional.post(`${PROTOCOLS}/${protocolId}/entry-into-force`, { effectiveDate: today() }));
  }

  /**
   * An authorisation for bookings that was asked for, with the training recorded.
   * @param operatorId under which the operator is known where tokens are issued
   * @param person number of a fictitious person
   */
  async trainedOperator(hostBodyId: string, pointId: string, operatorId: string, person: number): Promise<string> {
    const mayor = await this.#as({ role: 'host-operator', id: 'mayor', host: hostBodyId });
    const { fiscalCode, givenName, familyName } = fictitiousPerson(person);
    const { id } = await accepted(
      mayor.post(AUTHORIZATIONS, {
        ...{ pointId, operatorId, profiles: ['PRENOTAZIONE'] },
        operator: { fiscalCode, givenName, familyName },
      }),
    );
    await accepted(this.#regional.post(`${AUTHORIZATIONS}/${id}/training`, { course: 'Punto Cliente' }));
    return id;
  }

  /** Grants an authorisation under a protocol in force. */
  async granted(authorizationId: string, protocolId: string): Promise<void> {
    await accepted(this.#regional.post(`${AUTHORIZATIONS}/${authorizationId}/grant`, { protocolId }));
  }

  /** Activates a point under a protocol in force. */
  async activated(pointId: string, protocolId: string): Promise<void> {
    await accepted(this.#regional.post(`${POINTS}/${pointId}/activation`, { protocolId }));
  }

  #entryOf(party: 'INPS' | 'HOST'): object {
    this.#entries += 1;
    return {
      ...(party === 'INPS' ? { ipaCode: 'inps', aoo: 'AOO-DR-12' } : { ipaCode: 'c_prova', aoo: 'UFFICIO' }),
      ...{ register: 'PROTOCOLLO', year: Number(today().slice(0, 4)), number: this.#entries, date: today() },
    };
  }
}
