import { Type } from '@sinclair/typebox';
import { IsOptional, IsUUID } from 'class-validator';
import { withNameOfHost, withNamesOfHosts } from '#organisation';
import {
  defineQuery,
  History,
  IsId,
  IsOneOf,
  IsRealDate,
  IsRegion,
  orNull,
  PageQuery,
  pageOf,
  ReadOptionsQuery,
  withHistory,
  within,
  type QueryShell,
} from '#use-cases';
import { LocalDate } from '#vocabulary';
import { protocol } from '../domain/protocol.ts';
import {
  BINDING_STATES,
  FORWARDING_STATES,
  PROTOCOL_STATES,
  type ForwardingState,
  type ProtocolStatus,
} from '../domain/vocabulary.ts';
import { frameworkAgreements } from './framework-agreements.ts';
import { withoutPersons } from './without-persons.ts';
import { protocolHistory } from './protocol-history.ts';
import { protocolRegister, ProtocolSummary } from './protocol-register.ts';

/** A line of the register, marked with the day on which the framework agreement of the protocol is over (P8). */
const ProtocolLine = Type.Object(
  {
    ...ProtocolSummary.properties,
    frameworkEndsOn: orNull(
      LocalDate,
      'First day on which the framework agreement that it follows is no longer valid; the protocol goes on.',
    ),
  },
  { $id: 'ProtocolSummaryAnswer' },
);

const ProtocolAnswer = Type.Object({ ...ProtocolLine.properties, history: History }, { $id: 'ProtocolAnswer' });

interface Following {
  readonly frameworkAgreementId: string | null;
}

/** Tells of each protocol since when the framework agreement that it follows is over. */
async function endsOfFrameworks(lines: readonly Following[], { reader, read }: QueryShell) {
  const followed = new Set(lines.flatMap(({ frameworkAgreementId: id }) => id ?? []));
  const { documents } = await reader.getMany(frameworkAgreements, [...followed], read);
  const ends = new Map(documents.map(({ id, endsOn }) => [id, endsOn]));
  return ({ frameworkAgreementId: id }: Following): string | null => (id === null ? null : ends.get(id)) ?? null;
}

/** Who reads the register, each within their territory or body. */
export const READERS = [within('central', 'regional', 'host-operator', 'analyst')];

export class GetProtocol extends ReadOptionsQuery {
  /** Id of the protocol. */
  @IsUUID()
  readonly protocolId!: string;
}

export const getProtocol = defineQuery({
  input: GetProtocol,
  summary: 'One protocol with its whole history: which event, when, by whom.',
  by: READERS,
  answer: ProtocolAnswer,
  refuses: [protocol.notFound],
  run: async ({ protocolId }, shell) => {
    const { document, ...from } = await shell.reader.get(protocolRegister, protocolId, shell.read);
    if (!document) throw protocol.notFound({ id: protocolId });
    const frameworkEndsOn = (await endsOfFrameworks([document], shell))(document);
    const { history, ...line } = await withHistory(shell, protocolHistory, { document, ...from });
    const named = await withNameOfHost(shell.reader, line, from);
    return { ...named, frameworkEndsOn, history: history.map(withoutPersons) };
  },
});

const PROTOCOL_ORDERS = ['draftedAt', 'expiresOn'] as const;
type ProtocolOrder = (typeof PROTOCOL_ORDERS)[number];

export class ListProtocols extends PageQuery {
  /** ISTAT code. */
  @IsOptional()
  @IsRegion()
  readonly region?: string;

  /** Id of the hosting body. */
  @IsOptional()
  @IsId()
  readonly host?: string;

  /** In this state alone. */
  @IsOptional()
  @IsOneOf(PROTOCOL_STATES, 'ProtocolState')
  readonly state?: ProtocolStatus;

  /** Id of a Punto Cliente that the protocol covers. */
  @IsOptional()
  @IsId()
  readonly point?: string;

  /** Id of the framework agreement that it follows. */
  @IsOptional()
  @IsId()
  readonly frameworkAgreementId?: string;

  /** In force or suspended, and expiring before this day, yyyy-mm-dd. */
  @IsOptional()
  @IsRealDate()
  readonly expiresBefore?: string;

  /** Signed, and this far on its way to the centre: the protocol, or an amendment of it. */
  @IsOptional()
  @IsOneOf(FORWARDING_STATES, 'ForwardingState')
  readonly forwarding?: ForwardingState;

  /** `draftedAt`, newest first, or `expiresOn`, soonest first; those without an expiry then come last. */
  @IsOneOf(PROTOCOL_ORDERS, 'ProtocolOrder')
  readonly sort: ProtocolOrder = 'draftedAt';
}

export const listProtocols = defineQuery({
  input: ListProtocols,
  summary: 'The register of protocols, within the territory or body of the token.',
  by: READERS,
  answer: pageOf('ProtocolPage', ProtocolLine),
  run: async ({ region, host, state, point, frameworkAgreementId, expiresBefore, forwarding, sort }, shell) => {
    const { reader, read, page } = shell;
    // Only what binds can expire.
    const expiring =
      expiresBefore === undefined ? {} : { state: { in: BINDING_STATES }, expiry: { before: expiresBefore } };
    const asked = {
      region,
      'host.id': host,
      points: point,
      forwardings: forwarding,
      frameworkAgreementId,
      ...expiring,
      ...(state === undefined ? {} : { state }),
    };
    const order = sort === 'draftedAt' ? [{ field: 'draftedAt', descending: true }] : [{ field: 'expiry' }];
    const query = page(asked, { region: 'region', host: 'host.id' }, order);
    const { items, ...from } = await reader.find(protocolRegister, query, read);
    const endOf = await endsOfFrameworks(items, shell);
    const named = await withNamesOfHosts(reader, items, from);
    return { ...from, items: named.map((line) => ({ ...line, frameworkEndsOn: endOf(line) })) };
  },
});
