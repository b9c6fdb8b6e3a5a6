import { Type, type Static } from '@sinclair/typebox';
import { defineAggregate, defineEvent, defineRefusals, type Absent, type EventsOf } from '#kernel/domain';
import { defineLife, evolvesByLife, LATEST, rectificationOf, type Lived } from '#use-cases/dated';
import { Id, LocalDate, oneOf, PointKind, Text } from '#vocabulary';
import { signedOutside } from '../signed-within.ts';
import { Sha256, type Signature } from '../vocabulary.ts';

export const ProtocolTemplateState = oneOf(['ADOPTED', 'WITHDRAWN'], 'ProtocolTemplateState');

/** The act by which a text was made the template. */
export const AdoptingAct = Type.Object({ authority: Text, number: Text, date: LocalDate });

/** The centre has adopted a version of the text that conventions follow. */
export const ProtocolTemplateAdopted = defineEvent({
  type: 'ProtocolTemplateAdopted',
  schema: Type.Object({
    templateId: Id,
    /** What people call the version. */
    version: Text,
    /** Of the text, which stays where it is. */
    textSha256: Sha256,
    act: AdoptingAct,
    /** Kinds of point that it serves. */
    kinds: Type.Array(PointKind, { minItems: 1 }),
    /** First day on which conventions may be signed under it. */
    validFrom: LocalDate,
    /** First day on which they may no longer; until it is withdrawn when absent. */
    validUntil: Type.Optional(LocalDate),
  }),
});

export const ProtocolTemplateWithdrawn = defineEvent({
  type: 'ProtocolTemplateWithdrawn',
  schema: Type.Object({
    /** First day on which none may be signed under it. */
    withdrawnOn: LocalDate,
    reason: Text,
  }),
});

/** What of it can be corrected. */
const RectifiedTemplateFields = Type.Partial(
  Type.Object({
    textSha256: Sha256,
    act: AdoptingAct,
    validFrom: LocalDate,
    validUntil: LocalDate,
    withdrawnOn: LocalDate,
  }),
);

export const ProtocolTemplateRectified = defineEvent({
  type: 'ProtocolTemplateRectified',
  schema: rectificationOf(RectifiedTemplateFields, {
    /** What stands, once that is corrected. */
    standing: Type.Object({
      state: ProtocolTemplateState,
      textSha256: Sha256,
      act: AdoptingAct,
      validFrom: LocalDate,
      validUntil: Type.Optional(LocalDate),
      /** Why it was withdrawn, where it was. */
      reason: Type.Optional(Text),
    }),
  }),
});

export const templateEvents = [ProtocolTemplateAdopted, ProtocolTemplateWithdrawn, ProtocolTemplateRectified] as const;
export type TemplateEvent = EventsOf<typeof templateEvents>;

interface Adopted {
  readonly id: string;
  readonly version: string;
  readonly kinds: readonly PointKind[];
  readonly validFrom: string;
  /** First day on which none may, where there is one. */
  readonly validUntil?: string;
}

interface Known extends Adopted {
  readonly textSha256: string;
  readonly act: Static<typeof AdoptingAct>;
  /** Why it was withdrawn. */
  readonly reason?: string;
}

/** A template, as far as rules of drafts look at it. */
export type ProtocolTemplate =
  (Adopted & { readonly status: 'ADOPTED' }) | (Adopted & { readonly status: 'WITHDRAWN' });
/** All that is known of one. */
export type KnownTemplate = (Known & { readonly status: 'ADOPTED' }) | (Known & { readonly status: 'WITHDRAWN' });

/** How its life is told: it is as its facts say, whatever the day. */
export const templateLife = defineLife<KnownTemplate, TemplateEvent>({
  evolve,
  dating: { ProtocolTemplateAdopted: { in: ['ABSENT'] }, ProtocolTemplateWithdrawn: { in: ['ADOPTED'] } },
  rectifiedBy: 'ProtocolTemplateRectified',
});

/** A Modello di convenzione: one version of the text that the centre sets for conventions. */
export const protocolTemplate = defineAggregate<Lived<KnownTemplate, TemplateEvent>, TemplateEvent>({
  category: 'ProtocolTemplate',
  called: 'the template',
  codes: {
    notFound: 'PROTOCOL_TEMPLATE_NOT_FOUND',
    alreadyExists: 'PROTOCOL_TEMPLATE_ALREADY_ADOPTED',
    stateForbids: 'PROTOCOL_TEMPLATE_STATE_FORBIDS',
  },
  evolve: evolvesByLife(templateLife, () => LATEST),
  scopeOf: () => ({}),
});

function evolve(state: KnownTemplate | Absent, event: TemplateEvent): KnownTemplate {
  switch (event.type) {
    case 'ProtocolTemplateAdopted': {
      const { templateId: id, ...adopted } = event.data;
      return { status: 'ADOPTED', id, ...adopted };
    }
    case 'ProtocolTemplateWithdrawn': {
      const { withdrawnOn: validUntil, reason } = event.data;
      return { ...(state as KnownTemplate), status: 'WITHDRAWN', validUntil, reason };
    }
    // What it corrects is folded corrected.
    case 'ProtocolTemplateRectified':
      return state as KnownTemplate;
  }
}

/** What {@link requireTemplate} refuses. */
export const templateRefusals = defineRefusals({
  PROTOCOL_TEMPLATE_NOT_REGISTERED: 'There is no template {templateId}: correct the id, or leave it out.',
  PROTOCOL_TEMPLATE_NEVER_VALID:
    'The template {version} was withdrawn on {validUntil}, before anything could be signed under it: name another, or none.',
  PROTOCOL_TEMPLATE_NOT_VALID_YET:
    'The template {version} is valid from {validFrom} on, and the later signature is of {on}, before that: correct the date, or have ' +
    'a convention drafted that names another, or none.',
  PROTOCOL_TEMPLATE_NOT_VALID:
    'The template {version} was valid before {validUntil}, and the later signature is of {on}: correct the date, or have a convention ' +
    'drafted that names another, or none.',
  PROTOCOL_TEMPLATE_OF_OTHER_KINDS:
    'The template {version} serves points of kind {serves}, and not {kinds}: name another, or leave these kinds out.',
});

/**
 * A draft follows a template that serves all kinds of point which it allows.
 * @throws DomainError PROTOCOL_TEMPLATE_NOT_REGISTERED | PROTOCOL_TEMPLATE_OF_OTHER_KINDS
 */
export function requireTemplate(
  templateId: string,
  template: ProtocolTemplate | Absent | undefined,
  kinds: readonly PointKind[],
): ProtocolTemplate {
  if (!template || template.status === 'ABSENT')
    throw templateRefusals.PROTOCOL_TEMPLATE_NOT_REGISTERED({ templateId });
  const { version, kinds: serves } = template;
  const others = kinds.filter((kind) => !serves.includes(kind));
  if (others.length > 0) {
    throw templateRefusals.PROTOCOL_TEMPLATE_OF_OTHER_KINDS({ version, serves, kinds: others });
  }
  return template;
}

/**
 * A draft follows a template that may be valid on the day on which it is signed. That day may lie ahead, or before today, where
 * the convention is recorded late (T1): its signatures are held against it.
 * @throws DomainError as {@link requireTemplate}, PROTOCOL_TEMPLATE_NEVER_VALID
 */
export function requireTemplateToFollow(...named: Parameters<typeof requireTemplate>): void {
  const { version, validFrom, validUntil } = requireTemplate(...named);
  if (validUntil === undefined || validFrom < validUntil) return;
  throw templateRefusals.PROTOCOL_TEMPLATE_NEVER_VALID({ version, validUntil });
}

/**
 * A convention follows a template that is valid when both have signed it.
 * @param template undefined where the convention follows none
 * @throws DomainError PROTOCOL_TEMPLATE_NOT_VALID_YET | PROTOCOL_TEMPLATE_NOT_VALID
 */
export function requireSignedByTemplate(
  template: ProtocolTemplate | Absent | undefined,
  signatures: readonly Pick<Signature, 'signedAt'>[],
): void {
  if (!template || template.status === 'ABSENT') return;
  const { version, validFrom, validUntil } = template;
  const on = signedOutside({ validFrom, validUntil }, signatures);
  if (on === undefined) return;
  if (validUntil === undefined || on < validUntil) {
    throw templateRefusals.PROTOCOL_TEMPLATE_NOT_VALID_YET({ version, validFrom, on });
  }
  throw templateRefusals.PROTOCOL_TEMPLATE_NOT_VALID({ version, validFrom, validUntil, on });
}
