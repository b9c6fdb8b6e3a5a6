import {
  CommandAbandoned,
  deriveId,
  reservationEvents,
  type Clock,
  type CommandOrigin,
  type EventDefinition,
} from '#kernel/domain';
import type { EventStore } from '#kernel/ports';
import { CommandExecutor, EventRegistry } from '#kernel/execution';
import { SPEC_NOW } from '#kernel/specification';
import { actorOf, type AnyPrincipal } from '../access/principal.ts';
import type { CommandOutcome, CommandUseCase } from '../commands/define-command.ts';
import { runCommand } from '../commands/run-command.ts';
import type { ShellParts } from '../commands/shell.ts';
import type { WebhookDesk } from '../feed/webhook-desk.ts';
import type { MailDelivery } from '../mail/mail-on.ts';
import type { PersonalData } from '../personal-data/personal-data.ts';
import { readSettings } from '../settings/define-settings.ts';

interface Surroundings {
  readonly store: EventStore;
  readonly events: readonly EventDefinition[];
  readonly clock?: Clock;
  readonly personalData?: PersonalData;
  /** Takes no mail when absent. */
  readonly mails?: MailDelivery;
  /** Sends no webhook when absent. */
  readonly webhooks?: WebhookDesk;
  /** Nothing is kept when absent. */
  readonly accessLog?: ShellParts['accessLog'];
  /** What an installation has chosen; nothing when absent. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** Who gives a command, and under which key; another key unless it is said. */
interface Giving {
  readonly as?: AnyPrincipal;
  readonly key?: string;
  /** Follows from the key when absent. */
  readonly commandId?: string;
  readonly idempotency?: NonNullable<CommandOrigin['idempotency']>;
}

/** Gives commands to a store as production does, without HTTP, for what a rule alone cannot show: repeats and races. */
export interface Commands {
  readonly executor: CommandExecutor;
  /** Carries a command out. */
  give<Input extends object>(command: CommandUseCase<Input>, input: Input, how?: Giving): Promise<CommandOutcome>;
  /** Types of everything that stands in the log. */
  written(): Promise<string[]>;
}

const ANYBODY: AnyPrincipal = { role: 'policy', name: 'specification' };

/** Use cases over a store. */
export function commandsOver({
  store,
  events,
  clock = { now: () => SPEC_NOW },
  personalData,
  mails = NO_MAILS,
  webhooks = NO_WEBHOOKS,
  accessLog = { record: async () => undefined },
  environment = {},
}: Surroundings): Commands {
  const registry = new EventRegistry([CommandAbandoned, ...reservationEvents, ...events]);
  const executor = new CommandExecutor({ store, registry, clock });
  let given = 0;
  return {
    executor,
    give: (command, data, how = {}) => {
      const { as: principal = ANYBODY, key = how.commandId ?? `key ${(given += 1)}`, idempotency } = how;
      const { commandId = deriveId('specification', key) } = how;
      const origin = {
        ...{ commandId, actor: actorOf(principal), correlationId: key, causationId: key },
        ...(idempotency ? { idempotency } : {}),
      };
      return runCommand(
        command,
        { data, principal, origin },
        {
          executor,
          clock,
          accessLog,
          mails,
          webhooks,
          personalData: personalData ?? NOBODYS,
          draws: (what, id) => deriveId(what, id).replaceAll('-', '').repeat(2),
          settings: (group) => readSettings(group, environment).values as never,
        },
      );
    },
    written: async () => {
      const types: string[] = [];
      for await (const batch of store.readLog({ after: '0' })) types.push(...batch.events.map(({ type }) => type));
      return types;
    },
  };
}

/** For use cases that handle no personal data. */
const NOBODYS = new Proxy({} as PersonalData, {
  get: (_target, name) => {
    throw new TypeError(`this specification has no personal data, and ${String(name)} was asked for`);
  },
});

/** For use cases that send no mail. */
const NO_MAILS: MailDelivery = {
  deliver: () => Promise.reject(new TypeError('this specification has no mail server')),
};

/** For use cases that send no webhook. */
const NO_WEBHOOKS = new Proxy({} as WebhookDesk, {
  get: (_target, name) => {
    throw new TypeError(`this specification has no endpoints, and ${String(name)} was asked for`);
  },
});
