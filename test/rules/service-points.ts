import { within, type Rule } from './rule.ts';

const domain = within('libs/service-points/src/domain', 'libs/service-points/src/use-cases');
const useCases = within('libs/service-points/src/use-cases');
const processes = within('libs/service-points/src/processes');
const agenda = within('libs/agenda/src');

const PUNTO_INPS = 'punto-inps/what-a-punto-inps-is.spec.ts';
const LIFE = 'life-of-a-point.spec.ts';
const AUTHORIZATION = 'authorization/life-of-an-authorization.spec.ts';

/** Points: K1 to K8. */
export const servicePointRules: readonly Rule[] = [
  {
    rule: 'K1',
    says:
      'A Punto INPS opens with at least one PRIMA_ACCOGLIENZA and one CICLO_CHIUSO service; each TEMPO_REALE service names the demand ' +
      'analysis that grounds it; it states its ground: low complexity, or named groups of users.',
    guards: [
      domain({
        keeps: 'it opens with a service of each of the two classes',
        file: 'punto-inps/offered-services.ts',
        refusal: 'SERVICES_INCOMPLETE',
        spec: PUNTO_INPS,
      }),
      domain({
        keeps: 'a service in real time names its demand analysis',
        file: 'punto-inps/offered-services.ts',
        refusal: 'DEMAND_ANALYSIS_REQUIRED',
        spec: PUNTO_INPS,
      }),
      domain({
        keeps: 'the analysis counts demand for that service',
        file: 'punto-inps/offered-services.ts',
        refusal: 'DEMAND_NOT_ANALYSED',
        spec: PUNTO_INPS,
      }),
      domain({
        keeps: 'its services are of its classes',
        file: 'punto-inps/offered-services.ts',
        refusal: 'SERVICE_NOT_OF_PUNTO_INPS',
        spec: PUNTO_INPS,
      }),
      agenda({
        keeps: 'what it does not offer is not booked at its agenda',
        file: 'domain/delivered-services.ts',
        refusal: 'SERVICE_NOT_OFFERED_AT_POINT',
        spec: 'use-cases/services-of-a-punto-inps.spec.ts',
      }),
      agenda({
        keeps: 'what is booked when it offers the service no longer is displaced',
        file: 'domain/agenda-day/displacement.ts',
        code: '!hasLostService(state, taking, wanted)',
        instead: 'true',
        spec: 'use-cases/services-of-a-punto-inps.spec.ts',
      }),
      useCases({
        keeps: 'named groups of users are named',
        file: 'punto-inps/propose-punto-inps.ts',
        refusal: 'USER_GROUPS_REQUIRED',
        spec: PUNTO_INPS,
      }),
      useCases({
        keeps: 'it opens with opening bands',
        file: 'punto-inps/open-punto-inps.ts',
        refusal: 'OPENING_BANDS_REQUIRED',
        spec: PUNTO_INPS,
      }),
      useCases({
        keeps: 'it opens with an agenda of its own',
        file: 'punto-inps/open-punto-inps.ts',
        refusal: 'AGENDA_NOT_OF_POINT',
        spec: PUNTO_INPS,
      }),
      useCases({
        keeps: 'it opens with a recorded demand analysis',
        file: 'punto-inps/open-punto-inps.ts',
        refusal: 'DEMAND_NOT_YET_ANALYSED',
        spec: PUNTO_INPS,
      }),
    ],
  },
  {
    rule: 'K2',
    says: 'Staff are assigned for dated days; capacity above the staff present is flagged.',
    guards: [
      useCases({
        keeps: 'staff are of INPS',
        file: 'punto-inps/units-of-punto-inps.ts',
        refusal: 'STAFF_NOT_OF_INPS',
        spec: 'punto-inps/life-of-a-punto-inps.spec.ts',
      }),
      useCases({
        keeps: 'nobody is assigned twice for one day',
        file: 'punto-inps/assign-staff-to-punto-inps.ts',
        refusal: 'STAFF_ALREADY_ASSIGNED',
        spec: 'punto-inps/life-of-a-punto-inps.spec.ts',
      }),
      agenda({
        keeps: 'capacity above the staff present is flagged',
        file: 'read-models/staffing.ts',
        code: 'isExceeded: capacity > present',
        instead: 'isExceeded: false',
        spec: '../../../test/http/punto-inps.spec.ts',
      }),
    ],
  },
  {
    rule: 'K3',
    says:
      'An agenda may be opened for a Punto INPS from ESTABLISHED on, nobody books before OPEN; an agency may be turned into a Punto INPS: ' +
      'linked, agendas and appointments carried over.',
    guards: [
      useCases({
        keeps: 'an agency becomes one point at most',
        file: 'punto-inps/propose-punto-inps.ts',
        code: '[agencyToBecome(replaces), agencyNeeded(',
        instead: '[agencyNeeded(',
        spec: 'punto-inps/agency-races.spec.ts',
      }),
      agenda({
        keeps: 'an agenda names a Punto INPS that exists',
        file: 'use-cases/place-of-owner.ts',
        refusal: 'PUNTO_INPS_UNKNOWN',
        spec: 'use-cases/agenda-of-a-punto-inps.spec.ts',
      }),
      agenda({
        keeps: 'it is established by then',
        file: 'use-cases/place-of-owner.ts',
        refusal: 'PUNTO_INPS_WITHOUT_AGENDA',
        spec: 'use-cases/agenda-of-a-punto-inps.spec.ts',
      }),
      agenda({
        keeps: 'nobody books before it is open',
        file: 'use-cases/open-agenda.ts',
        code: "point?.status === 'ESTABLISHED' ? { awaitsPoint: true as const } : {}",
        instead: '{}',
        spec: 'use-cases/agenda-of-a-punto-inps.spec.ts',
      }),
      agenda({
        keeps: 'an agenda ends with its Punto INPS',
        file: 'processes/agendas-follow-punto-inps.ts',
        code: 'state.agendas.map((agendaId) => give(endAgendaWithPoint, { agendaId, puntoInpsId, closedOn }))',
        instead: '[]',
        spec: 'processes/agendas-follow-punto-inps.spec.ts',
      }),
      useCases({
        keeps: 'only an agency is turned into one',
        file: 'punto-inps/units-of-punto-inps.ts',
        refusal: 'NOT_AN_AGENCY',
        spec: PUNTO_INPS,
      }),
    ],
  },
  {
    rule: 'K4',
    says:
      'Classes allowed by kind are data (as configured: INFORMATIVO consultation; SERVIZIO also administrative processing, at least one, ' +
      'and remote); a row of the catalogue names the owning body, so that a Punto Cliente can list other bodies’ services.',
    guards: [
      domain({
        keeps: 'a service is of a class that the kind allows',
        file: 'offered-services.ts',
        refusal: 'SERVICE_CLASS_NOT_ALLOWED',
        spec: 'what-a-point-is.spec.ts',
      }),
      domain({
        keeps: 'a SERVIZIO has at least one service with an administrative processing',
        file: 'offered-services.ts',
        refusal: 'ADMINISTRATIVE_SERVICE_REQUIRED',
        spec: LIFE,
      }),
    ],
  },
  {
    rule: 'K5',
    says: 'A Punto Cliente has no agenda.',
    guards: [
      agenda({
        keeps: 'an agenda is not opened for one',
        file: 'use-cases/open-agenda.ts',
        refusal: 'PUNTO_CLIENTE_HAS_NO_AGENDA',
        spec: 'use-cases/booked-from-a-point.spec.ts',
      }),
    ],
  },
  {
    rule: 'K6',
    says:
      'The host’s Responsabile asks for an authorisation, INPS grants it; activation counts those granted. If the last one ends, the point ' +
      'is suspended at once (NO_AUTHORISED_OPERATOR). A review overdue by 30 days (as configured) ends it.',
    guards: [
      useCases({
        keeps: 'nobody asks for their own authorisation',
        file: 'authorization/request-operator-authorization.ts',
        refusal: 'AUTHORIZATION_FOR_ONESELF',
        spec: AUTHORIZATION,
      }),
      useCases({
        keeps: 'only who was trained is authorised',
        file: 'authorization/grant-operator-authorization.ts',
        refusal: 'OPERATOR_NOT_TRAINED',
        spec: AUTHORIZATION,
      }),
      useCases({
        keeps: 'a SERVIZIO is activated with at least one granted authorisation',
        file: 'activate-punto-cliente.ts',
        refusal: 'AUTHORISED_OPERATOR_REQUIRED',
        spec: LIFE,
      }),
      domain({
        keeps: 'an activation counts who was authorised on its legal date',
        file: 'roster/operator-roster.ts',
        code: 'ever: ever.includes(authorizationId) ? ever : [...ever, authorizationId],',
        instead: 'ever: [],',
        spec: 'authorised-on.spec.ts',
      }),
      domain({
        keeps: 'while nobody is authorised, the point is suspended',
        file: 'following-operators.ts',
        code: "point.kind === 'SERVIZIO' && !staffing.isStaffedOn(on)",
        instead: "point.kind !== 'SERVIZIO' && !staffing.isStaffedOn(on)",
        spec: 'following-operators.spec.ts',
      }),
      processes({
        keeps: 'it is looked at when an authorisation ends',
        file: 'points-follow-operators.ts',
        code: '(state, { data: { pointId } }) => lookedAt(state, pointId),',
        instead: '(state) => ({ state }),',
        spec: 'points-follow-operators.spec.ts',
      }),
      useCases({
        keeps: 'a review in time, recorded late, undoes the expiry',
        file: 'authorization/align-authorization-with-reviews.ts',
        code: 'if (ended) {',
        instead: 'if (ended && today < ended.grantedOn) {',
        spec: 'authorization/reviewed-in-time.spec.ts',
      }),
      useCases({
        keeps: 'none holds before the day to which the entry into force of its protocol is rectified',
        file: 'authorization/align-authorization-with-protocol.ts',
        code: 'day < inForceFrom',
        instead: 'day === inForceFrom && day !== inForceFrom',
        spec: 'authorization/granted-before-entry.spec.ts',
      }),
      processes({
        keeps: 'a review that is overdue ends it',
        file: 'authorization-reviews.ts',
        code: 'set: [{ id: OVERDUE, dueAt: midnightInRome(endsUnlessReviewedOn), command }],',
        instead: '',
        spec: 'consequences-for-operators.spec.ts',
      }),
      processes({
        keeps: 'it dies with its protocol',
        file: 'authorizations-die-with-protocol.ts',
        code: 'when(ProtocolTerminated, (state, { data: { effectiveDate } }) => over(state, effectiveDate)),',
        instead: '',
        spec: 'consequences-for-operators.spec.ts',
      }),
    ],
  },
  {
    rule: 'K7',
    says:
      'An appointment records where the person will be and which point and operator booked it. The end of a point displaces only ' +
      'appointments held at it; a suspension displaces up to its end date, or the whole horizon; resumption gives places back.',
    guards: [
      processes({
        keeps:
          'an authorisation stands still on the days of its point, also where they were rectified once they are over',
        file: 'authorizations-follow-point.ts',
        code: 'return lookedAt(next);',
        instead: 'return { state: next };',
        spec: 'rectified-points.spec.ts',
        titles: 'K7',
      }),
      useCases({
        keeps: 'an authorisation that was granted before the end of its point ends with it, whatever was recorded late',
        file: 'authorization/following-end-of-point.ts',
        code: "(then.status === 'GRANTED' || then.status === 'SUSPENDED') && isEnd(on)",
        instead: "(then.status === 'GRANTED' || then.status === 'SUSPENDED') && then.grantedOn >= on && isEnd(on)",
        spec: 'authorization/ending-with-the-point.spec.ts',
      }),
      useCases({
        keeps: 'one that ended with its point on a day on which that has not ended goes on',
        file: 'authorization/following-end-of-point.ts',
        code: 'isKnownEnd(on) === false',
        instead: 'isKnownEnd(on) === undefined',
        spec: 'authorization/ending-with-the-point.spec.ts',
      }),
      domain({
        keeps: 'one that was granted for the next activity, knowing of an end, stands where that turns out to be later',
        file: 'authorization/ends-of-point.ts',
        code: '!(isForNext && past.has(revision))',
        instead: 'true',
        spec: 'authorization/ending-with-the-point.spec.ts',
      }),
      domain({
        keeps: 'an activity that turns out to have begun later has ended nobody',
        file: 'authorization/ends-of-point.ts',
        code: 'if (counts) return !isBegunLater(event.data.reason);',
        instead: 'if (counts) return true;',
        spec: 'authorization/ending-with-the-point.spec.ts',
      }),
      agenda({
        keeps: 'only what is held at the point is displaced',
        file: 'processes/appointments-follow-point.ts',
        code: "heldAt?.kind === 'PUNTO_CLIENTE' && heldAt.id !== undefined ? [heldAt.id] : []",
        instead: 'heldAt?.id !== undefined ? [heldAt.id] : []',
        spec: 'processes/appointments-follow-point.spec.ts',
      }),
      agenda({
        keeps: 'a suspension displaces up to its end',
        file: 'processes/appointments-follow-point.ts',
        code: 'date >= since && (until === undefined || date < until)',
        instead: 'date >= since',
        spec: 'processes/appointments-follow-point.spec.ts',
      }),
      agenda({
        keeps: 'a resumption gives places back',
        file: 'processes/appointments-follow-point.ts',
        code: 'const back = displaced.filter((one) => !isShut(one));',
        instead: 'const back = displaced.filter(() => false);',
        spec: 'processes/appointments-follow-point.spec.ts',
      }),
      processes({
        keeps: 'authorisations are suspended with their point',
        file: 'authorizations-follow-point.ts',
        code: 'commands: state.standing.map((id) => suspend(id, suspendedOn))',
        instead: 'commands: []',
        spec: 'consequences-for-operators.spec.ts',
      }),
    ],
  },
  {
    rule: 'K8',
    says: 'A host operator books only with a granted authorisation on an active SERVIZIO or EVOLUTO point.',
    guards: [
      domain({
        keeps: 'a point that persons have ended or stopped while policy had ended it is not active once that is undone',
        file: 'punto-cliente-state.ts',
        code: 'mayLoseItsCause: isByProtocol,',
        instead: 'mayLoseItsCause: () => true,',
        spec: 'following-a-protocol.spec.ts',
      }),
      domain({
        keeps: 'nor is an operator authorised whom persons have put out meanwhile',
        file: 'authorization/operator-authorization-state.ts',
        code: '  mayLoseItsCause,\n});',
        instead: '  mayLoseItsCause: () => true,\n});',
        spec: 'authorization/ending-with-the-point.spec.ts',
      }),
      agenda({
        keeps: 'the authorisation is the operator’s own, granted, and for bookings',
        file: 'use-cases/booked-from.ts',
        code: 'if (!isGranted || !isBooking) throw notAuthorised();',
        instead: 'if (!isBooking) throw notAuthorised();',
        spec: 'use-cases/booked-from-a-point.spec.ts',
      }),
      agenda({
        keeps: 'the point is active, and no INFORMATIVO',
        file: 'use-cases/booked-from.ts',
        code: "point?.status === 'ACTIVE' && point.kind !== 'INFORMATIVO'",
        instead: 'point !== undefined',
        spec: 'use-cases/booked-from-a-point.spec.ts',
      }),
    ],
  },
];
