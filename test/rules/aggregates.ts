import { within, type Rule } from './rule.ts';

const organisation = within('libs/organisation/src/domain', 'libs/organisation/src/use-cases');
const protocols = within('libs/protocols/src/domain', 'libs/protocols/src/use-cases');
const points = within('libs/service-points/src/domain', 'libs/service-points/src/use-cases');
const communications = within('libs/communications/src/use-cases');

/** Any title: such a rule has no number. */
const ANY = '';

/** Invariants of aggregates that no number names. */
export const invariants: readonly Rule[] = [
  {
    rule: 'TerritorialUnit',
    says:
      'Code unique and immutable; allowed parents per kind as data; acyclic; kind and parent change over time by event; closes only ' +
      'without open children and without what depends on it.',
    guards: [
      organisation({
        keeps: 'a kind stands only below the kinds that are allowed',
        file: 'unit-tree/placement.ts',
        refusal: 'PARENT_KIND_NOT_ALLOWED',
        spec: 'structure.spec.ts',
        titles: ANY,
      }),
      organisation({
        keeps: 'no unit stands below itself',
        file: 'unit-tree/placement.ts',
        refusal: 'TERRITORIAL_UNIT_BELOW_ITSELF',
        spec: 'structure.spec.ts',
        titles: ANY,
      }),
      organisation({
        keeps: 'it closes only without units below it',
        file: 'unit-tree/placement.ts',
        refusal: 'TERRITORIAL_UNIT_HAS_UNITS_BELOW',
        spec: 'structure.spec.ts',
        titles: ANY,
      }),
      organisation({
        keeps: 'it closes only without what depends on it, which is listed',
        file: 'unit-dependants/dependence-claims.ts',
        refusal: 'TERRITORIAL_UNIT_HAS_DEPENDANTS',
        spec: '../../../agenda/src/use-cases/agenda-of-unit.spec.ts',
        titles: ANY,
      }),
    ],
  },
  {
    rule: 'HostBody',
    says:
      'PUBLIC_ADMINISTRATION (IPA code) or RECOGNISED_ASSOCIATION (act of recognition); fiscal code with valid check digit; type ' +
      'immutable; unique.',
    guards: [
      organisation({
        keeps: 'an administration has an IPA code',
        file: 'host-body-details.ts',
        refusal: 'IPA_CODE_REQUIRED',
        spec: 'host-body.spec.ts',
        titles: ANY,
      }),
      organisation({
        keeps: 'an association has an act of recognition',
        file: 'host-body-details.ts',
        refusal: 'RECOGNITION_ACT_REQUIRED',
        spec: 'host-body.spec.ts',
        titles: ANY,
      }),
      organisation({
        keeps: 'the fiscal code has its check digit',
        file: 'host-body-details.ts',
        refusal: 'FISCAL_CODE_INVALID',
        spec: 'host-body.spec.ts',
        titles: ANY,
      }),
    ],
  },
  {
    rule: 'Protocol',
    says:
      'Regulates one or more Punti Cliente of one host in one region; both signatures over the same text; Responsabile and Referente ' +
      'tecnico named for both parties.',
    guards: [
      protocols({
        keeps: 'its points exist',
        file: 'points.ts',
        refusal: 'POINTS_NOT_REGISTERED',
        spec: 'agreement.spec.ts',
        titles: ANY,
      }),
      protocols({
        keeps: 'its points are of its host',
        file: 'points.ts',
        refusal: 'POINTS_OF_ANOTHER_HOST',
        spec: 'agreement.spec.ts',
        titles: ANY,
      }),
      protocols({
        keeps: 'its points are of its region',
        file: 'points.ts',
        refusal: 'POINTS_OF_ANOTHER_REGION',
        spec: 'agreement.spec.ts',
        titles: ANY,
      }),
      protocols({
        keeps: 'its points are of the kinds that it allows',
        file: 'points.ts',
        refusal: 'POINTS_OF_ANOTHER_KIND',
        spec: 'agreement.spec.ts',
        titles: ANY,
      }),
      protocols({
        keeps: 'both signatures stand over one text',
        file: 'signing.ts',
        refusal: 'SIGNATURE_HASH_MISMATCH',
        spec: 'agreement.spec.ts',
        titles: ANY,
      }),
      protocols({
        keeps: 'each party signs once',
        file: 'signing.ts',
        refusal: 'PARTY_ALREADY_SIGNED',
        spec: 'agreement.spec.ts',
        titles: ANY,
      }),
    ],
  },
  {
    rule: 'ProtocolTemplate',
    says: 'Version, adopting act, hash, kinds of point, validity; set by the centre.',
    guards: [
      protocols({
        keeps: 'a draft follows one that is valid',
        file: 'template/protocol-template.ts',
        refusal: 'PROTOCOL_TEMPLATE_NOT_VALID',
        spec: 'template/protocol-template.spec.ts',
        titles: ANY,
      }),
      protocols({
        keeps: 'it serves the kinds of the draft',
        file: 'template/protocol-template.ts',
        refusal: 'PROTOCOL_TEMPLATE_OF_OTHER_KINDS',
        spec: 'template/protocol-template.spec.ts',
        titles: ANY,
      }),
    ],
  },
  {
    rule: 'PuntoCliente',
    says: 'Active means that exactly one protocol in force covers it; SERVIZIO and EVOLUTO only at an administration that asked.',
    guards: [
      points({
        keeps: 'the protocol is in force',
        file: 'coverage.ts',
        refusal: 'PROTOCOL_NOT_IN_FORCE',
        spec: 'life-of-a-point.spec.ts',
        titles: ANY,
      }),
      points({
        keeps: 'the protocol names the point',
        file: 'coverage.ts',
        refusal: 'POINT_NOT_COVERED',
        spec: 'life-of-a-point.spec.ts',
        titles: ANY,
      }),
      points({
        keeps: 'the protocol allows its kind',
        file: 'coverage.ts',
        refusal: 'KIND_NOT_COVERED',
        spec: 'life-of-a-point.spec.ts',
        titles: ANY,
      }),
    ],
  },
  {
    rule: 'Communication',
    says: 'From a regional directorate to the central one, answered, with a thread, closed; support has a person in charge and an outcome.',
    guards: [
      communications({
        keeps: 'support ends with an outcome',
        file: 'close-communication.ts',
        refusal: 'SUPPORT_HAS_AN_OUTCOME',
        spec: 'communications.spec.ts',
        titles: ANY,
      }),
      communications({
        keeps: 'only support has a person in charge',
        file: 'take-charge-of-communication.ts',
        refusal: 'ONLY_SUPPORT_HAS_A_PERSON_IN_CHARGE',
        spec: 'communications.spec.ts',
        titles: ANY,
      }),
    ],
  },
];
