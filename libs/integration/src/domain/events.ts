import { Type, type Static } from '@sinclair/typebox';
import { defineEvent, type EventsOf } from '#kernel/domain';
import { Id, ProvinceCode, RegionCode, Text, Word } from '#vocabulary';

/** What of the network an integration may read: all of it, or what stands in some regions, provinces or bodies. */
export const IntegrationScope = Type.Object({
  nation: Type.Boolean(),
  regions: Type.Array(RegionCode),
  provinces: Type.Array(ProvinceCode),
  /** Ids of hosting bodies. */
  hosts: Type.Array(Id),
  /** Names of published types; all, also those of later versions, when absent. */
  types: Type.Optional(Type.Array(Word, { minItems: 1 })),
});
export type IntegrationScope = Readonly<Static<typeof IntegrationScope>>;

export const IntegrationRegistered = defineEvent({
  type: 'IntegrationRegistered',
  schema: Type.Object({
    integrationId: Id,
    name: Text,
    /** The office that answers for it, which is nobody's name. */
    contact: Text,
    /** Address of a mailbox of the office, which is nobody's; who was registered without one has none. */
    mailbox: Type.Optional(Text),
    scope: IntegrationScope,
  }),
});

/** From now on its office is written to there. */
export const IntegrationMailboxChanged = defineEvent({
  type: 'IntegrationMailboxChanged',
  schema: Type.Object({ integrationId: Id, mailbox: Text }),
});

export const IntegrationScopeChanged = defineEvent({
  type: 'IntegrationScopeChanged',
  schema: Type.Object({ integrationId: Id, scope: IntegrationScope, reason: Text }),
});

/** It reads nothing any more. */
export const IntegrationWithdrawn = defineEvent({
  type: 'IntegrationWithdrawn',
  schema: Type.Object({ integrationId: Id, reason: Text }),
});

export const integrationEvents = [
  IntegrationRegistered,
  IntegrationMailboxChanged,
  IntegrationScopeChanged,
  IntegrationWithdrawn,
] as const;
export type IntegrationEvent = EventsOf<typeof integrationEvents>;
