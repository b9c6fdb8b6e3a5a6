import { within, type Rule } from './rule.ts';

const dated = within('libs/use-cases/src/dated');
const audited = within('libs/audit/src/queries', 'test/audit');
const USE_CASES = 'libs/protocols/src/use-cases';

/** Time and truth: T1 to T5. */
export const timeAndTruth: readonly Rule[] = [
  {
    rule: 'T1',
    says:
      'A fact is accepted if the state on its legal date allowed it, whatever the state today; consequences carry the legal date of ' +
      'their cause, but only future appointments are displaced, and services given meanwhile are listed for review.',
    guards: [
      dated({
        keeps: 'facts count in the order of their legal dates',
        file: 'life.ts',
        code: 'compare(a.on, b.on) || endsDay(a) - endsDay(b) || a.revision - b.revision',
        instead: 'a.revision - b.revision',
        spec: 'dated.spec.ts',
      }),
      dated({
        keeps: 'a command is judged on the state of its legal date',
        file: 'define-dated-aggregate.ts',
        code: 'return day === recordedOn ? state : aggregate.judgedOn(lived, day);',
        instead: 'return state;',
        spec: 'dated.spec.ts',
      }),
      dated({
        keeps: 'a fact that its state does not take counts for nothing',
        file: 'define-life.ts',
        code: 'state = taken ? evolve',
        instead: 'state = fact ? evolve',
        spec: 'dated.spec.ts',
      }),
      {
        keeps: 'a suspension of a former period, recorded late, displaces nobody',
        file: 'libs/agenda/src/processes/appointments-follow-point.ts',
        code: 'if (receivesAgain(event.data)) return { state };',
        instead: '',
        spec: 'libs/agenda/src/processes/appointments-follow-point.spec.ts',
      },
      {
        keeps: 'the end of a former period, recorded late, ends no authorisation of the present one',
        file: 'libs/service-points/src/domain/still-open.ts',
        code: "to?.state === 'ACTIVE' || to?.state === 'SUSPENDED'",
        instead: 'to === undefined && false',
        spec: 'libs/service-points/src/processes/consequences-for-operators.spec.ts',
      },
    ],
  },
  {
    rule: 'T2',
    says:
      'A wrong date, number or hash is rectified by an event with reason and act; the old value stays visible at its known-at ' +
      '(as annulment in D.P.R. 445/2000, art. 54).',
    guards: [
      dated({
        keeps: 'what was corrected counts from its recording on',
        file: 'life.ts',
        code: 'const made = corrections.get(fact.revision) ?? [];',
        instead: 'const made: { by: number; changes: undefined }[] = [];',
        spec: 'dated.spec.ts',
      }),
      dated({
        keeps: 'what was annulled never was',
        file: 'life.ts',
        code: 'if (annuls) annulled.add(rectifies);',
        instead: 'if (annuls) ;',
        spec: 'dated.spec.ts',
      }),
      dated({
        keeps: 'as it was known before, the old value counts',
        file: 'life.ts',
        code: 'life.filter(({ recordedAt }) => Date.parse(recordedAt) <= knownAt)',
        instead: 'life',
        spec: 'dated.spec.ts',
        titles: 'T[12]',
      }),
      {
        keeps: 'only what has a name among the correctable fields is corrected',
        file: 'libs/use-cases/src/dated/rectifying.ts',
        refusal: 'FIELDS_NOT_RECTIFIABLE',
        spec: `${USE_CASES}/rectification.spec.ts`,
      },
      {
        keeps: 'the act that rectifies does not lie ahead',
        file: 'libs/use-cases/src/dated/rectifying.ts',
        refusal: 'RECTIFYING_ACT_IN_FUTURE',
        spec: `${USE_CASES}/rectification.spec.ts`,
      },
      {
        keeps: 'a corrected date fits the life of the protocol',
        file: 'libs/use-cases/src/dated/rectifying.ts',
        refusal: 'RECTIFIED_FACT_FITS_NOWHERE',
        spec: `${USE_CASES}/rectification.spec.ts`,
      },
      {
        keeps: 'a unit that is rectified stands in the tree as it was on each day',
        file: 'libs/organisation/src/domain/unit-tree/standing-units.ts',
        code: 'if (as) return',
        instead: 'if (as && code === undefined) return',
        spec: 'libs/organisation/src/use-cases/rectifying-a-unit.spec.ts',
      },
      {
        keeps: 'what others relied on of a unit is not taken from them',
        file: 'libs/organisation/src/domain/relied-on.ts',
        refusal: 'TERRITORIAL_UNIT_RELIED_ON',
        spec: 'libs/organisation/src/use-cases/rectifying-a-unit.spec.ts',
      },
      {
        keeps: 'points follow what is rectified of their protocol',
        file: 'libs/service-points/src/processes/points-follow-protocol.ts',
        code: 'WITHOUT_CONSEQUENCE.includes(of) ? { state } : changed(state, protocolId, revision)',
        instead: '({ state })',
        spec: 'libs/service-points/src/processes/points-follow-protocol.spec.ts',
        titles: '',
      },
    ],
  },
  {
    rule: 'T3',
    says:
      'A bare date is a day in Europe/Rome; “on D” is the state at the end of D, with parts of the day listed by time; “known at K” ' +
      'includes all of day K; an instant needs an offset.',
    guards: [
      dated({
        keeps: 'a day counts with its end',
        file: 'define-life.ts',
        code: 'midnightInRome(dayAfter(date)) - 1',
        instead: 'midnightInRome(date)',
        spec: '../../../../test/audit/points-on-date.spec.ts',
      }),
      dated({
        keeps: 'parts of a day are told by time',
        file: 'dated-kind.ts',
        code: 'if (happened > time && parts.length === 0)',
        instead: 'if (happened > time && false)',
        spec: 'dated-kind.spec.ts',
      }),
      {
        keeps: 'up to the last day known what was written counts, and what is set after it',
        file: 'libs/use-cases/src/dated/steps.ts',
        code: '...written.filter(({ from }) => from <= lastKnown)',
        instead: '...expected.filter(({ from }) => from <= lastKnown)',
        spec: 'test/audit/three-answers.spec.ts',
      },
      {
        keeps: 'a bare date is a day in Rome',
        file: 'libs/use-cases/src/dated/legal-day.ts',
        code: 'toTimestamp(midnightInRome(date))',
        instead: 'toTimestamp(Date.parse(date))',
        spec: 'libs/use-cases/src/dated/dated.spec.ts',
        titles: '',
      },
    ],
  },
  {
    rule: 'T4',
    says:
      'Region and province of a thing are those on D: one that moved appears on each side for its own dates, and each directorate ' +
      'reads its own period.',
    guards: [
      audited({
        keeps: 'a point is told where it was on the date',
        file: 'points-on-date.ts',
        code: '(province === undefined || facts.province === province)',
        instead: 'true',
        spec: 'brute-force.spec.ts',
        titles: 'T1–T4',
      }),
      audited({
        keeps: 'a directorate asks of its own region',
        file: 'points-on-date.ts',
        code: 'shell.requireWithin({ region, ...(province === undefined ? {} : { province }) });',
        instead: '',
        spec: 'points-on-date.spec.ts',
        titles: 'T4',
      }),
    ],
  },
  {
    rule: 'T5',
    says:
      'Existence, kind, municipality, services and state of seats and points are public facts for every role; protocols, officers, ' +
      'staff, operators, appointments and reasons are not.',
    guards: [
      {
        keeps: 'an answer tells what it declares, and nothing else of a document',
        file: 'libs/use-cases/src/queries/publish.ts',
        code: "if (isOpen || typeof value !== 'object' || value === null) return value;",
        instead: "if (fields || typeof value !== 'object' || value === null) return value;",
        spec: 'test/http/punto-inps.spec.ts',
      },
      {
        keeps: 'seats and points are told to every role',
        file: 'libs/proximity/src/queries/question.ts',
        code: 'everywhere(...ROLES)',
        instead: "everywhere('central')",
        spec: 'test/proximity/proximity.spec.ts',
      },
    ],
  },
];
