import type { Clock, RecordedEvent } from '#kernel/domain';
import type { EventStore } from '#kernel/ports';
import type { CommandExecutor, EventRegistry, ProjectionReader } from '#kernel/execution';
import type {
  CommandShell,
  DeliveredMail,
  MailDefinition,
  MailDelivery,
  MailedEvent,
  MailLookUps,
  MailMessage,
  MailReader,
  MailReference,
} from '#use-cases';
import { mailSettings } from '../mail-settings.ts';
import { SmtpClient, type Letter } from './smtp-client.ts';

interface MailingParts {
  readonly log: EventStore;
  readonly registry: EventRegistry;
  readonly executor: CommandExecutor;
  readonly reader: ProjectionReader;
  readonly clock: Clock;
  readonly settings: CommandShell['settings'];
  /** Those that the contexts declare. */
  readonly mails: readonly MailDefinition[];
}

type AcceptedMail = Extract<DeliveredMail, { readonly outcome: 'ACCEPTED' }>;

/** Why personal data is read, as the access log says it. */
const PURPOSE = 'MAIL';

/**
 * Writes the mail of an event from what the log says of it, and hands it in. Nothing of it is kept: it is written anew, and
 * says the same, as often as it has to be sent.
 */
export class Mailing implements MailDelivery {
  /** Undefined where none is configured. */
  readonly server: SmtpClient | undefined;
  readonly #parts: MailingParts;
  readonly #mails: ReadonlyMap<string, MailDefinition>;
  readonly #from: string;
  /** The last that the server accepted: if the log could not take that, it is told again and not handed in again. */
  #accepted: AcceptedMail | undefined;

  constructor(parts: MailingParts) {
    this.#parts = parts;
    this.#mails = new Map(parts.mails.map((mail) => [mail.definition.type, mail]));
    const { server, from } = parts.settings(mailSettings);
    this.#from = from ?? '';
    this.server = server && new SmtpClient(server);
  }

  async deliver(mailed: MailedEvent, reader: MailReader): Promise<DeliveredMail> {
    const definition = this.#mails.get(mailed.type);
    if (!definition) throw new TypeError(`no context has a mail for ${mailed.type}`);
    const { server } = this;
    const messageId = this.#messageIdOf(mailed);
    if (server) {
      if (this.#accepted?.messageId === messageId) return this.#accepted;
      return server.inTurn(messageId, async (handIn) =>
        this.#written(await this.#read(mailed), definition, reader, handIn),
      );
    }
    const event = await this.#read(mailed);
    if (definition.addressee === undefined) return this.#written(event, definition, reader);
    return { outcome: 'LEFT_OUT', reason: 'NO_SERVER', to: definition.addressee, scope: event.metadata.scope };
  }

  /** @param handIn absent where there is no server */
  async #written(
    event: RecordedEvent,
    definition: MailDefinition,
    reader: MailReader,
    handIn?: (letter: Letter) => Promise<void>,
  ): Promise<DeliveredMail> {
    const message = await definition.compose(event, this.#lookUps(event, reader));
    if (!message) return { outcome: 'NOT_WANTED' };
    const told = { to: message.to.name, scope: event.metadata.scope };
    if (!handIn) return { outcome: 'LEFT_OUT', reason: 'NO_SERVER', ...told };
    const { address } = message.to;
    if (address === undefined) return { outcome: 'LEFT_OUT', reason: 'NO_ADDRESS', ...told };
    await handIn({ ...this.#contentOf(message), to: address, date: event.recordedAt });
    this.#accepted = { outcome: 'ACCEPTED', messageId: this.#messageIdOf(event), ...told };
    return this.#accepted;
  }

  #contentOf({ subject, text, html, calendar, inReplyTo = [] }: MailMessage) {
    return {
      ...{ from: this.#from, subject, text, inReplyTo: inReplyTo.map((reference) => this.#messageIdOf(reference)) },
      ...(html === undefined ? {} : { html }),
      ...(calendar === undefined ? {} : { calendar }),
    };
  }

  /** Of the event, and of nothing else: a mail that is sent again has the same. */
  #messageIdOf(reference: MailReference): string {
    if ('messageId' in reference) return reference.messageId;
    return `<${reference.eventId}@${this.#from.slice(this.#from.lastIndexOf('@') + 1)}>`;
  }

  async #read({ stream, revision, eventId }: MailedEvent): Promise<RecordedEvent> {
    const [stored] = await this.#parts.log.readStream(stream, revision);
    if (stored?.eventId !== eventId) throw new TypeError(`${stream} has no event ${eventId} at ${revision}`);
    return this.#parts.registry.decode(stored);
  }

  #lookUps({ stream, revision }: RecordedEvent, { principal, personalData }: MailReader): MailLookUps {
    const { log, registry, executor, reader, clock, settings } = this.#parts;
    return {
      look: (of, id, read) => executor.look(of, id, (state) => read(state)),
      earlier: async () => {
        const events = await log.readStream(stream);
        return events.filter((event) => event.revision < revision).map((event) => registry.decode(event));
      },
      open: async (sealed) => {
        const [opened] = await personalData.open([sealed], { principal, purpose: PURPOSE, resource: stream });
        return opened ?? { erased: true };
      },
      ...{ reader, clock, from: this.#from, settings },
    };
  }
}
