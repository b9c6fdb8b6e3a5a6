import type { Clock } from '#kernel/domain';
import type { WatchedLog } from '#kernel/execution';
import { Mailing } from '#mail';
import type { StoreServer } from '#platform';
import type { CommandShell, ContextDefinition, MailDelivery } from '#use-cases';
import type { EventCore } from '../contexts/event-core.ts';

interface MailingSurroundings {
  readonly log: WatchedLog;
  readonly core: EventCore;
  readonly contexts: readonly ContextDefinition[];
  readonly settings: CommandShell['settings'];
  readonly clock: Clock;
}

/** The mail of an installation: what hands it in, and the server, of which outages are told. */
export interface OpenMailing {
  readonly delivery: MailDelivery;
  readonly servers: readonly StoreServer[];
  /** Begins no more mails; what waits is sent after the next start. */
  stop(): Promise<void>;
}

/** Opens no connection: that comes with the first mail. */
export function openMailing({ log, core, contexts, settings, clock }: MailingSurroundings): OpenMailing {
  const { registry, executor, reader } = core;
  const mails = contexts.flatMap((context) => context.mails);
  const delivery = new Mailing({ log, registry, executor, reader, clock, settings, mails });
  const { server } = delivery;
  return {
    delivery,
    servers: server ? [{ name: server.name, watch: (listener) => server.watch(listener) }] : [],
    stop: async () => server?.stop(),
  };
}
