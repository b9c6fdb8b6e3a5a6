/*
 * Injection tokens of what the kernel declares as interfaces. Every Nest app provides them globally (`PlatformModule`);
 * what the kernel has as classes (CommandExecutor, ProjectionReader) is injected by its class.
 */

/** The kernel's `Clock`. */
export const CLOCK = Symbol('Clock');
/** The kernel's `EventStore`. */
export const EVENT_STORE = Symbol('EventStore');
/** The kernel's `AccessLog`. */
export const ACCESS_LOG = Symbol('AccessLog');
/** The `PersonalData` of use cases: sealed, opened and found at one place. */
export const PERSONAL_DATA = Symbol('PersonalData');
/** Reads the choices of the installation, by group. */
export const SETTINGS = Symbol('Settings');
/** The `Draws` of use cases: what chance decides for a command. */
export const DRAWS = Symbol('Draws');
/** The `MailDelivery` of use cases: hands mails to the mail server of the installation. */
export const MAILS = Symbol('Mails');
/** The `Tallies` of use cases. */
export const TALLIES = Symbol('Tallies');
/** The `EventFeed` of use cases: what is published. */
export const EVENT_FEED = Symbol('EventFeed');
/** The `NumberedEvents` of use cases: the same under the numbers of subscriptions. */
export const NUMBERED_EVENTS = Symbol('NumberedEvents');
/** The `WebhookDesk` of use cases: what is sent to endpoints of subscriptions beside their events. */
export const WEBHOOKS = Symbol('Webhooks');
/** The `SelfServiceTokens` of use cases. */
export const SELF_SERVICE_TOKENS = Symbol('SelfServiceTokens');
