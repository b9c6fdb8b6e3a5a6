import type { Aggregate, DomainEvent, EventDefinition, EventOf, RecordedEvent } from '#kernel/domain';
import type { AnySettings, SettingsOf } from '../settings/define-settings.ts';

/** A mail as a context wants it: plain text, to one office or person. */
export interface MailMessage {
  readonly to: {
    /** What is recorded of whom it went to, such as the code of an office; never personal data. */
    readonly name: string;
    /** The address; undefined where there is none, and then it is left out. */
    readonly address: string | undefined;
  };
  /** No names, no text that people wrote: it is read by everyone who handles the mail on its way. */
  readonly subject: string;
  readonly text: string;
  /** What it goes on with, oldest first: events that were mailed, or mails that came. */
  readonly inReplyTo?: readonly MailReference[];
}

/** A mail that was sent before, by the event that it was sent for, or one that came from elsewhere, by its Message-ID. */
export type MailReference = { readonly eventId: string } | { readonly messageId: string };

/** What a mail may be written from, beside its event: looked up when it is sent. */
export interface MailLookUps {
  /** Another thing, as it is now. */
  readonly look: <State, Event extends DomainEvent, Fact>(
    of: Aggregate<State, Event>,
    id: string,
    read: (state: State) => Fact,
  ) => Promise<Fact>;
  /** What happened to the same thing before, in order. */
  readonly earlier: () => Promise<readonly RecordedEvent[]>;
  /** The choices of the installation in one group. */
  readonly settings: <S extends AnySettings>(group: S) => SettingsOf<S>;
}

/** An event for which a mail is sent. */
export interface MailDefinition {
  readonly definition: EventDefinition;
  /**
   * Writes the mail; the same one however often it is asked. Undefined for an event that is not mailed, such as an act of
   * before that is loaded.
   */
  readonly compose: (event: RecordedEvent, lookUps: MailLookUps) => Promise<MailMessage | undefined>;
}

/** Declares the mail that is sent for an event. Event by event the mailbox holds one, whatever happens meanwhile. */
export function mailOn<Definition extends EventDefinition>(
  definition: Definition,
  compose: (
    event: RecordedEvent<EventOf<Definition>>,
    lookUps: MailLookUps,
  ) => Promise<MailMessage | undefined> | MailMessage | undefined,
): MailDefinition {
  return {
    definition,
    compose: async (event, lookUps) => compose(event as RecordedEvent<EventOf<Definition>>, lookUps),
  };
}

/** The event that a mail is for, where it stands in the log. */
export interface MailedEvent {
  readonly type: string;
  readonly stream: string;
  readonly revision: number;
  readonly eventId: string;
}

/** What came of a mail. */
export type DeliveredMail =
  | { readonly outcome: 'ACCEPTED'; readonly to: string; readonly messageId: string; readonly scope: MailScope }
  | {
      readonly outcome: 'LEFT_OUT';
      readonly to: string;
      readonly reason: 'NO_SERVER' | 'NO_ADDRESS';
      readonly scope: MailScope;
    }
  | { readonly outcome: 'NOT_WANTED' };

/** Where the thing stands that a mail is about. */
export type MailScope = Readonly<Record<string, string>>;

/** Hands mails to the mail server of the installation. */
export interface MailDelivery {
  /**
   * Returns once the server has accepted it.
   * @throws DomainError MAIL_NOT_ACCEPTED_YET (not-yet) while the server is away or will not have it now; MAIL_REFUSED when
   *   it will never have it
   */
  deliver(event: MailedEvent): Promise<DeliveredMail>;
}
