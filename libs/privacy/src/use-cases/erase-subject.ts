import { ValidateIf } from 'class-validator';
import { defineRefusal, streamName } from '#kernel/domain';
import { defineCommandOn, everywhere, ExcludesField, IsFiscalCode, IsId, IsOneOf, IsText } from '#use-cases';
import { ERASURE_GROUNDS, type ErasureGround, type SubjectEvent } from '../domain/events.ts';
import { subject } from '../domain/subject.ts';

/** Names the person by id, or by codice fiscale. */
export class EraseSubject {
  @ValidateIf(({ subject: id, fiscalCode }: EraseSubject) => id !== undefined || fiscalCode === undefined)
  @IsId()
  @ExcludesField('fiscalCode')
  readonly subject?: string;

  @ValidateIf(({ subject: id, fiscalCode }: EraseSubject) => fiscalCode !== undefined || id === undefined)
  @IsFiscalCode()
  readonly fiscalCode?: string;

  /** Which point of article 17(1) GDPR. */
  @IsOneOf(ERASURE_GROUNDS, 'ErasureGround')
  readonly ground!: ErasureGround;

  /** Why it applies, for whoever reads the proof: it stays for ever, and names nobody. */
  @IsText(500)
  readonly reason!: string;
}

const alreadyErased = defineRefusal(
  'SUBJECT_ALREADY_ERASED',
  'This person was erased before: their data is unreadable, and nothing is left to do.',
  'already-so',
);

const heldByActs = defineRefusal(
  'ERASURE_HELD_BY_ACTS',
  'Acts that must be kept name this person, {acts}: answer the request with article 17(3)(b) GDPR; what is only a draft ' +
    'may be withdrawn, or name another.',
);

/**
 * Makes a person's data unreadable, everywhere and for ever (article 17 GDPR): first the event that proves it, then the
 * key goes. What is claimed of the person's time stands in the proof: nobody takes more of it afterwards, and whatever act
 * comes late rests on one of these claims. Not while an act
 * that must be kept names the person (article 17(3)(b)). If the log says erased the key must go, also when an earlier attempt died in between.
 */
export const eraseSubject = defineCommandOn(subject)({
  input: EraseSubject,
  example: { subject: '0b5c1e0a-6f1d-4d0a-9b57-3f7c2a1e8d44' },
  summary: "Makes a person's data unreadable, everywhere and for ever. For the centre alone: no territory bounds it.",
  locate: async ({ subject: id, fiscalCode = '' }, { personalData }) => {
    const found = id ?? (await personalData.findSubject(fiscalCode));
    if (found === undefined) throw subject.notFound();
    return found;
  },
  by: [everywhere('central')],
  in: ['REGISTERED', 'ERASED'],
  namesPerson: ({ fiscalCode }) => fiscalCode !== undefined,
  refuses: [alreadyErased, heldByActs],
  decide: ({ ground, reason }, { status, id, commitments: claimed, retentions }, { now }): SubjectEvent[] => {
    if (status === 'ERASED') throw alreadyErased({ subject: id });
    const acts = [...new Set([...retentions.values()].map((act) => streamName(act.category, act.id)))];
    if (acts.length > 0) throw heldByActs({ acts });
    const commitments = [...claimed]
      .filter(([, { endsAt }]) => Date.parse(endsAt) > now)
      .map(([commitmentId, { target }]) => ({ commitmentId, target }));
    return [{ type: 'SubjectErased', data: { subject: id, ground, reason, commitments } }];
  },
  after: {
    when: ({ status }) => status === 'ERASED',
    carryOut: (id, { personalData }) => personalData.erase(id),
  },
});
