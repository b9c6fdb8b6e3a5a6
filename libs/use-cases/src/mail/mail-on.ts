import type { ProjectionReader } from '#kernel/execution';
import type {
  Aggregate,
  Clock,
  DomainEvent,
  EventDefinition,
  EventOf,
  Opened,
  RecordedEvent,
  Sealed,
} from '#kernel/domain';
import type { AnyPrincipal } from '../access/principal.ts';
import type { PersonalData } from '../personal-data/personal-data.ts';
import type { AnySettings, SettingsOf } from '../settings/define-settings.ts';

/** A mail as a context wants it, to one office or person. */
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
  /** The same, for whoever reads HTML: whatever is put into it from elsewhere is escaped. */
  readonly html?: string;
  readonly calendar?: MailedCalendar;
  /** What it goes on with, oldest first: events that were mailed, or mails that came. */
  readonly inReplyTo?: readonly MailReference[];
}

/** A calendar file that goes with a mail, so that the calendar of whoever receives it puts the date in, moves it or takes it out. */
export interface MailedCalendar {
  /** As the file itself says (RFC 5546). */
  readonly method: 'REQUEST' | 'CANCEL';
  readonly content: string;
  readonly fileName: string;
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
  /**
   * What is sealed, opened for this mail alone: the access log says that the policy has read it, and at which thing.
   * @throws SystemError ERASURES_BEHIND
   */
  readonly open: <T>(sealed: Sealed<T>) => Promise<Opened<T>>;
  /** What is read of many things at once; of a mail that is sent again it may say something else. */
  readonly reader: ProjectionReader;
  readonly clock: Clock;
  /** The address that mails come from. */
  readonly from: string;
  /** The choices of the installation in one group. */
  readonly settings: <S extends AnySettings>(group: S) => SettingsOf<S>;
}

/** An event for which a mail is sent. */
export interface MailDefinition {
  readonly definition: EventDefinition;
  /** Whether the event is mailed at all, as far as it tells itself: for the others nothing is asked, kept or opened. */
  readonly concerns: (event: RecordedEvent) => boolean;
  /** What is recorded of whom it went to, where that is always the same; nothing is opened then where no server is. */
  readonly addressee?: string;
  /**
   * Mails of one line go out in the order of their events: those to one person or office about one thing. One that the server
   * refuses for good, or an event that is not mailed, holds up none behind it. No person's data.
   */
  readonly lineOf: (event: RecordedEvent) => string;
  /**
   * Writes the mail; the same one however often it is asked, save what it tells of now. Undefined for an event that is not mailed, such as an act of
   * before that is loaded.
   */
  readonly compose: (event: RecordedEvent, lookUps: MailLookUps) => Promise<MailMessage | undefined>;
}

/** For which events of a type a mail is sent, and to whom. */
interface MailBounds<Event extends DomainEvent> {
  /** {@inheritDoc MailDefinition.concerns} */
  readonly concerns?: (event: RecordedEvent<Event>) => boolean;
  /** {@inheritDoc MailDefinition.addressee} */
  readonly addressee?: string;
  /** {@inheritDoc MailDefinition.lineOf} Of its own when absent. */
  readonly lineOf?: (event: RecordedEvent<Event>) => string;
}

/** Declares the mail that is sent for an event. Event by event the mailbox holds one, whatever happens meanwhile. */
export function mailOn<Definition extends EventDefinition>(
  definition: Definition,
  compose: (
    event: RecordedEvent<EventOf<Definition>>,
    lookUps: MailLookUps,
  ) => Promise<MailMessage | undefined> | MailMessage | undefined,
  { concerns = () => true, addressee, lineOf = ({ eventId }) => eventId }: MailBounds<EventOf<Definition>> = {},
): MailDefinition {
  return {
    definition,
    concerns: (event) => concerns(event as RecordedEvent<EventOf<Definition>>),
    ...(addressee === undefined ? {} : { addressee }),
    lineOf: (event) => lineOf(event as RecordedEvent<EventOf<Definition>>),
    compose: async (event, lookUps) => compose(event as RecordedEvent<EventOf<Definition>>, lookUps),
  };
}

/** The line of mails that go to one office, whatever happens to the thing that they are about. */
export function ofOneThing({ stream }: Pick<RecordedEvent, 'stream'>): string {
  return stream;
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

/** Who reads what a mail is written from. */
export interface MailReader {
  readonly principal: AnyPrincipal;
  readonly personalData: Pick<PersonalData, 'open'>;
}

/** Where the thing stands that a mail is about. */
export type MailScope = Readonly<Record<string, string>>;

/** Hands mails to the mail server of the installation. */
export interface MailDelivery {
  /**
   * Returns once the server has accepted it.
   * @param reader who opens what is sealed, and with what
   * @throws DomainError MAIL_NOT_ACCEPTED_YET (not-yet) while the server is away or will not have it now; MAIL_REFUSED when
   *   it will never have it
   */
  deliver(event: MailedEvent, reader: MailReader): Promise<DeliveredMail>;
}
