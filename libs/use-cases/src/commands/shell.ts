import type { Clock, CommandOrigin } from '#kernel/domain';
import type { AccessLog } from '#kernel/ports';
import type { CommandExecutor } from '#kernel/execution';
import type { AnyPrincipal } from '../access/principal.ts';
import type { PersonalData } from '../personal-data/personal-data.ts';
import type { Draws } from './draws.ts';
import type { WebhookDesk } from '../feed/webhook-desk.ts';
import type { MailDelivery } from '../mail/mail-on.ts';
import type { AnySettings, SettingsOf } from '../settings/define-settings.ts';

/** What the shell of a command may know and use, and its rule may not. */
export interface CommandShell {
  readonly principal: AnyPrincipal;
  readonly origin: CommandOrigin;
  readonly clock: Clock;
  readonly personalData: PersonalData;
  readonly mails: MailDelivery;
  /** What is sent to endpoints of subscriptions beside their events. */
  readonly webhooks: WebhookDesk;
  /** Looks at a thing as the log has it now. */
  readonly look: CommandExecutor['look'];
  /** The choices of the installation in one group. */
  settings<S extends AnySettings>(group: S): SettingsOf<S>;
}

/** What commands are carried out with. */
export type ShellParts = Pick<CommandShell, 'clock' | 'personalData' | 'mails' | 'webhooks' | 'settings'> & {
  readonly accessLog: Pick<AccessLog, 'record'>;
  readonly executor: CommandExecutor;
  readonly draws: Draws;
};
