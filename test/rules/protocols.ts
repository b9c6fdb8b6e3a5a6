import { within, type Rule } from './rule.ts';

const domain = within('libs/protocols/src/domain', 'libs/protocols/src/use-cases');
const useCases = within('libs/protocols/src/use-cases');
const processes = within('libs/protocols/src/processes');
const points = within('libs/service-points/src/processes');

/** Protocols: P1 to P10. */
export const protocolRules: readonly Rule[] = [
  {
    rule: 'P1',
    says:
      'A register entry is {IPA code, AOO, register, year, number, date}; required of administrations; for an association, which has no ' +
      'AOO, INPS’s incoming entry stands; one entry on two acts is refused.',
    guards: [
      useCases({
        keeps: 'one entry on two acts is refused',
        file: 'register-entry.ts',
        code: 'reservationOf(CLAIMED, JSON.stringify(wholeOf(entry)))',
        instead: 'reservationOf(CLAIMED, JSON.stringify([...wholeOf(entry), Math.random()]))',
        spec: 'protocols.spec.ts',
      }),
      useCases({
        keeps: 'an entry stands in the register of its own year',
        file: 'register-entry.ts',
        refusal: 'REGISTER_YEAR_MISMATCH',
        spec: 'agreement.spec.ts',
        titles: '',
      }),
      useCases({
        keeps: 'an entry is one of the registers of the administration that signs, or of INPS for an association',
        file: 'register-entry.ts',
        refusal: 'REGISTER_OF_ANOTHER_BODY',
        spec: 'signing.spec.ts',
      }),
    ],
  },
  {
    rule: 'P2',
    says:
      'The hash of the document is that of the text before any signature; each signature also records that of the signed file as ' +
      'issued. A file offered for check is answered: text, signed by one, final, unknown.',
    guards: [
      domain({
        keeps: 'a signed file is not the text',
        file: 'signing.ts',
        refusal: 'SIGNED_FILE_IS_TEXT',
        spec: 'signing.spec.ts',
      }),
      domain({
        keeps: 'each signature leaves a file of its own',
        file: 'signing.ts',
        refusal: 'SIGNED_FILE_OF_OTHER_PARTY',
        spec: 'signing.spec.ts',
      }),
      domain({
        keeps: 'the file of the later signature is final',
        file: 'document-check.ts',
        code: 'signatures.length > 1 && isLater && isLast',
        instead: 'false',
        spec: 'signing.spec.ts',
      }),
    ],
  },
  {
    rule: 'P3',
    says: 'Between administrations only digital, advanced or qualified signatures count (l. 241/1990, art. 15 c. 2-bis).',
    guards: [
      domain({
        keeps: 'a simple signature does not count between administrations',
        file: 'signing.ts',
        refusal: 'SIGNATURE_KIND_DOES_NOT_COUNT',
        spec: 'signing.spec.ts',
      }),
    ],
  },
  {
    rule: 'P4',
    says:
      'Who may propose, sign and be reference unit is data by kind of unit (as configured: regional directorates and metropolitan ' +
      'coordinations sign and propose, provincial directorates propose, provincial directorates and branches are reference units).',
    guards: [
      domain({
        keeps: 'a unit of another kind does not sign',
        file: 'signing.ts',
        refusal: 'UNIT_MAY_NOT_SIGN',
        spec: 'signing.spec.ts',
      }),
      domain({
        keeps: 'a unit of another kind does not propose',
        file: 'signing.ts',
        refusal: 'UNIT_MAY_NOT_PROPOSE',
        spec: 'signing.spec.ts',
      }),
      domain({
        keeps: 'the unit was there on the day of the signature',
        file: 'signing.ts',
        refusal: 'UNIT_NOT_THERE',
        spec: 'signing.spec.ts',
      }),
      {
        keeps: 'a unit of another kind is no reference unit',
        file: 'libs/service-points/src/use-cases/punto-inps/units-of-punto-inps.ts',
        refusal: 'UNIT_NOT_FOR_REFERENCE',
        spec: 'libs/service-points/src/use-cases/punto-inps/what-a-punto-inps-is.spec.ts',
      },
    ],
  },
  {
    rule: 'P5',
    says:
      'Officers and signatories are persons: names sealed, role and office in clear; their erasure is refused while the act must be ' +
      'kept (GDPR, art. 17(3)(b)).',
    guards: [
      {
        keeps: 'a person whom an act names is not erased',
        file: 'libs/privacy/src/use-cases/erase-subject.ts',
        code: 'if (acts.length > 0) throw heldByActs({ acts });',
        instead: '',
        spec: 'libs/privacy/src/use-cases/erase-subject.spec.ts',
      },
      processes({
        keeps: 'persons of an act that was not concluded are let go',
        file: 'retention-of-persons.ts',
        code: "letGo(holding?.held ?? [], [], 'ACT_NOT_CONCLUDED')",
        instead: '[]',
        spec: 'retention-of-persons.spec.ts',
      }),
      useCases({
        keeps: 'a signature that is refused leaves no trace of who signs',
        file: 'record-protocol-signature.ts',
        code: 'signatureUnder(signature, submitted, known);\n  },\n  prepare',
        instead: '},\n  prepare',
        spec: 'protocols.spec.ts',
      }),
    ],
  },
  {
    rule: 'P6',
    says:
      'Coverage is claimed for each point and period when the entry into force is scheduled: two protocols never cover one point at one ' +
      'time. At a renewal covered points pass by an event of their own, authorisations and appointments untouched; points not covered end.',
    guards: [
      domain({
        keeps: 'two protocols never cover one point at one time',
        file: 'coverage/coverage-claim.ts',
        code: 'if (!other) return;',
        instead: 'return;',
        spec: 'coverage.spec.ts',
      }),
      useCases({
        keeps: 'a successor begins no later than the end of what it renews',
        file: 'renewal-claim.ts',
        refusal: 'RENEWAL_BEFORE_END',
        spec: '../processes/renewal.spec.ts',
      }),
      useCases({
        keeps: 'a protocol that is renewed ends by that, and by nothing later',
        file: 'terminate-protocol.ts',
        refusal: 'TERMINATION_AFTER_RENEWAL',
        spec: '../processes/late-acts-on-renewed.spec.ts',
      }),
      useCases({
        keeps: 'on the day on which a protocol ends the entry of its successor goes first',
        file: '../domain/protocol-life.ts',
        code: "date: 'expiredOn', endsDay: true",
        instead: "date: 'expiredOn'",
        spec: '../processes/late-renewals.spec.ts',
      }),
      useCases({
        keeps: 'nothing changes the days of a protocol until its end has followed its successor',
        file: '../domain/move-to-follow.ts',
        refusal: 'RENEWAL_MOVING',
        spec: '../processes/late-acts-on-renewed.spec.ts',
      }),
      useCases({
        keeps: 'one protocol is renewed by one other',
        file: 'renewal-claim.ts',
        refusal: 'RENEWED_BY_ANOTHER',
        spec: '../processes/renewal.spec.ts',
      }),
      domain({
        keeps: 'a successor allows the kinds of the points that it takes over',
        file: 'points.ts',
        refusal: 'POINTS_OF_KIND_NOT_COVERED',
        spec: 'force.spec.ts',
      }),
      {
        keeps: 'covered points pass to the successor, the others end',
        file: 'libs/service-points/src/domain/following-protocol.ts',
        code: 'if (successorId === undefined) {',
        instead: 'if (successorId === undefined || true) {',
        spec: 'libs/service-points/src/use-cases/following-a-protocol.spec.ts',
      },
      points({
        keeps: 'authorisations on a point that passed are untouched',
        file: 'authorizations-die-with-protocol.ts',
        code: 'endedOn === undefined || passed.includes(pointId)',
        instead: 'endedOn === undefined',
        spec: 'consequences-for-operators.spec.ts',
      }),
    ],
  },
  {
    rule: 'P7',
    says:
      'An amendment is a signed act with its own hash, entries and effective date; it may add or remove points and kinds or change the ' +
      'duration; a removed point ends; a change of officer needs none.',
    guards: [
      domain({
        keeps: 'it changes something',
        file: 'amendment.ts',
        refusal: 'AMENDMENT_CHANGES_NOTHING',
        spec: 'amendment.spec.ts',
      }),
      domain({
        keeps: 'it takes effect while the protocol is in force',
        file: 'amendment.ts',
        refusal: 'AMENDMENT_OUTSIDE_FORCE',
        spec: 'amendment.spec.ts',
      }),
      domain({
        keeps: 'it takes effect after its signature',
        file: 'amendment.ts',
        refusal: 'AMENDMENT_BEFORE_SIGNATURE',
        spec: 'amendment.spec.ts',
      }),
      {
        keeps: 'a removed point ends',
        file: 'libs/service-points/src/use-cases/covering-protocol.ts',
        code: "if (!protocol.points.includes(pointId)) return { covers: false, reason: 'PROTOCOL_AMENDED' };",
        instead: '',
        spec: 'libs/service-points/src/use-cases/following-a-protocol.spec.ts',
      },
      {
        keeps: 'a point of a kind that is not allowed on a day is suspended',
        file: 'libs/service-points/src/domain/following-protocol.ts',
        code: "kinds.includes(kind) ? [] : ([['KIND_NOT_COVERED', {}]] as const)",
        instead: '[]',
        spec: 'libs/service-points/src/use-cases/following-a-protocol.spec.ts',
      },
      {
        keeps: 'a point that becomes one of another kind is looked at under its protocols',
        file: 'libs/service-points/src/processes/changed-points-follow-protocols.ts',
        code: 'when(PuntoClienteKindChanged, (state, _event, pointId) => looked(state, pointId)),',
        instead: '',
        spec: 'libs/service-points/src/processes/changed-points-follow-protocols.spec.ts',
      },
      {
        keeps: 'a kind that will not be allowed is refused',
        file: 'libs/service-points/src/use-cases/kinds-ahead.ts',
        refusal: 'KIND_NOT_COVERED_AHEAD',
        spec: 'libs/service-points/src/use-cases/what-a-point-is.spec.ts',
        titles: 'P6, P7:',
      },
    ],
  },
  {
    rule: 'P8',
    says: 'The end of a framework agreement refuses new conventions under it and marks those in force; it ends none (as configured).',
    guards: [
      domain({
        keeps: 'no convention is signed under one that has ended',
        file: 'framework/framework-agreement.ts',
        refusal: 'FRAMEWORK_AGREEMENT_NOT_VALID',
        spec: 'framework/framework-agreement.spec.ts',
      }),
      domain({
        keeps: 'a convention names one that exists',
        file: 'framework/framework-agreement.ts',
        refusal: 'FRAMEWORK_AGREEMENT_NOT_REGISTERED',
        spec: 'framework/framework-agreement.spec.ts',
      }),
    ],
  },
  {
    rule: 'P9',
    says:
      'Forwarding is no condition of force, is possible after the end, and is due for every signed act within 15 calendar days (as ' +
      'configured) of the later signature; it names the letter’s register entry and hash, the acknowledgement names the centre’s entry; ' +
      'reminders weekly (as configured) to the directorate’s PEC.',
    guards: [
      useCases({
        keeps: 'what is not signed is not forwarded',
        file: 'forward-protocol-to-central-organisation.ts',
        refusal: 'PROTOCOL_NOT_SIGNED',
        spec: 'forwarding.spec.ts',
      }),
      useCases({
        keeps: 'it is forwarded once',
        file: 'forward-protocol-to-central-organisation.ts',
        refusal: 'PROTOCOL_ALREADY_FORWARDED',
        spec: 'forwarding.spec.ts',
      }),
      useCases({
        keeps: 'only what was forwarded is acknowledged',
        file: 'acknowledge-protocol-forwarding.ts',
        refusal: 'PROTOCOL_NOT_FORWARDED',
        spec: 'forwarding.spec.ts',
      }),
      processes({
        keeps: 'a reminder follows another until it is forwarded',
        file: 'forwarding-reminders.ts',
        code: 'clear: [REMINDER],',
        instead: '',
        spec: 'forwarding-reminders.spec.ts',
      }),
      domain({
        keeps: 'it is due within the days that are set',
        file: 'forwarding.ts',
        code: 'addDays(romeDateAt(signedAt), days)',
        instead: 'addDays(romeDateAt(signedAt), 2 * days)',
        spec: '../processes/forwarding-reminders.spec.ts',
      }),
    ],
  },
  {
    rule: 'P10',
    says:
      'Acts already signed, in force or ended since 1-2-2010 can be loaded with their legal dates: the load sends no notice or mail, and ' +
      'known-at before it answers nothing.',
    guards: [
      domain({
        keeps: 'an act is not older than the model',
        file: 'loaded-act.ts',
        refusal: 'SIGNED_BEFORE_MODEL',
        spec: '../processes/loading.spec.ts',
      }),
      domain({
        keeps: 'between administrations no act is signed by hand once the law asked for more',
        file: 'loaded-act.ts',
        refusal: 'PAPER_DOES_NOT_COUNT',
        spec: '../processes/loading.spec.ts',
      }),
      processes({
        keeps: 'nobody is reminded of an act that is loaded',
        file: 'forwarding-reminders.ts',
        code: "if ('loaded' in event.data) return { state: undefined };",
        instead: '',
        spec: 'loading.spec.ts',
      }),
    ],
  },
];
