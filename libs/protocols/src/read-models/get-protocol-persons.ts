import { Type } from '@sinclair/typebox';
import { streamName } from '#kernel/domain';
import { answerCalled, defineQuery, IsOneOf, orNull, within } from '#use-cases';
import { explained, Id, listOf, oneOf } from '#vocabulary';
import { MAX_AMENDMENTS } from '../domain/amendment.ts';
import { protocol } from '../domain/protocol.ts';
import { OFFICER_ROLES, PARTIES, Party, PersonName } from '../domain/vocabulary.ts';
import { GetProtocol } from './protocol-queries.ts';
import { protocolRegister } from './protocol-register.ts';

/** Why it is read who the persons of an act are. Codes, because a purpose stands in URLs and in the access log. */
const PURPOSES = ['CONVENZIONE', 'VERIFICA', 'RECLAMO', 'AUDIT'] as const;

export class GetProtocolPersons extends GetProtocol {
  /** Why it is read: CONVENZIONE to carry it out, VERIFICA, RECLAMO for a complaint, or AUDIT. In the access log. */
  @IsOneOf(PURPOSES, 'ProtocolPersonsPurpose')
  readonly purpose!: (typeof PURPOSES)[number];
}

const RoleInAct = oneOf([...OFFICER_ROLES, 'SIGNATORY'] as const, 'RoleInAct');

/** Officers of both parties, and who signs for them the protocol and each of its amendments. */
const MOST_PERSONS = 100 + MAX_AMENDMENTS * PARTIES.length;

const ProtocolPersons = Type.Object(
  {
    id: Id,
    persons: listOf(
      Type.Object({
        amendmentId: orNull(Id, 'The amendment that names them; null where the protocol does.'),
        party: Party,
        role: RoleInAct,
        subject: explained(Id, 'Opaque id of the person.'),
        person: Type.Object(
          { erased: Type.Boolean(), value: Type.Optional(answerCalled('PersonNameAnswer', PersonName)) },
          { $id: 'OpenedPersonAnswer', description: 'Who it is; without `value` when the person was erased.' },
        ),
      }),
      MOST_PERSONS,
    ),
  },
  { $id: 'ProtocolPersonsAnswer' },
);

export const getProtocolPersons = defineQuery({
  input: GetProtocolPersons,
  summary:
    'Who the officers and signatories of a protocol and its amendments are, for its directorate and the centre. Each reading is logged.',
  by: [within('central', 'regional')],
  purpose: 'purpose',
  about: ({ protocolId }) => streamName(protocol.category, protocolId),
  answer: ProtocolPersons,
  refuses: [protocol.notFound],
  run: async ({ protocolId, purpose }, { reader, read, requireWithin, personalData, principal, resource }) => {
    const { document } = await reader.get(protocolRegister, protocolId, read);
    if (!document) throw protocol.notFound({ id: protocolId });
    requireWithin({ region: document.region, host: document.host.id });
    if (!principal) throw new TypeError('a query for some roles was answered without a principal');
    const sealed = document.persons.map(({ name }) => name);
    const opened = await personalData.open(sealed, { principal, purpose, resource });
    const persons = document.persons.map(({ amendmentId = null, party, role, subject }, index) => ({
      ...{ amendmentId, party, role, subject, person: opened[index] ?? { erased: true } },
    }));
    return { id: protocolId, persons };
  },
});
