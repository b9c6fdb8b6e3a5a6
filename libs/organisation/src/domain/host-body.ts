import {
  decideAbandon,
  DomainError,
  refuseAbandoned,
  type AbandonCommand,
  type Aggregate,
  type CommandAbandoned,
  type DecisionContext,
} from '#kernel';
import type { HostBodyDetails, HostBodyEvent, HostBodyKind, RecognitionAct } from './events.ts';
import { isBodyFiscalCode } from '#italy';
import { requirePlace, type Territory } from './territory.ts';

export interface RegisterHostBody extends HostBodyDetails {
  readonly type: 'RegisterHostBody';
  readonly id: string;
  readonly kind: HostBodyKind;
  readonly demonstration?: true;
}

/** Corrects what is given and leaves the rest. The kind of a body never changes: another kind is another body. */
export interface CorrectHostBodyDetails extends HostBodyCorrections {
  readonly type: 'CorrectHostBodyDetails';
}

export interface HostBodyCorrections {
  readonly name?: string;
  readonly fiscalCode?: string;
  readonly ipaCode?: string;
  readonly recognitionAct?: RecognitionAct;
  readonly region?: string;
  readonly province?: string;
}

export type HostBodyCommand = RegisterHostBody | CorrectHostBodyDetails | AbandonCommand;

export type HostBody = HostBodyDetails & { readonly id: string; readonly kind: HostBodyKind };

export interface HostBodyState {
  /** Absent until the body is registered. */
  readonly body?: HostBody;
  readonly abandoned: ReadonlySet<string>;
}

export interface HostBodyContext extends DecisionContext {
  readonly territory: Territory;
  /** Date in Rome, `yyyy-mm-dd`. */
  readonly today: string;
  /** Codes that were reserved for this command, so that no other body can have them. */
  readonly reserved: ReadonlySet<string>;
}

/** A body that hosts Punti Cliente: a public administration or a recognised association. */
export const hostBody: Aggregate<HostBodyState, HostBodyCommand, HostBodyEvent | CommandAbandoned, HostBodyContext> = {
  category: 'HostBody',
  initialState: () => ({ abandoned: new Set() }),
  scopeOf: ({ body }) => (body ? { region: body.region, province: body.province, host: body.id } : {}),
  decide: (command, state, context) => {
    if (command.type === 'AbandonCommand') return decideAbandon(command, state.abandoned, context);
    refuseAbandoned(context.commandId, state.abandoned);
    return command.type === 'RegisterHostBody' ? register(command, state, context) : correct(command, state, context);
  },
  evolve: (state, event) => {
    switch (event.type) {
      case 'HostBodyRegistered': {
        const { demonstration: _label, ...body } = event.data;
        return { ...state, body };
      }
      case 'HostBodyDetailsCorrected':
        return state.body ? { ...state, body: { id: state.body.id, kind: state.body.kind, ...event.data } } : state;
      case 'CommandAbandoned':
        return { ...state, abandoned: new Set([...state.abandoned, event.data.abandonedCommandId]) };
    }
  },
};

function register(command: RegisterHostBody, { body }: HostBodyState, context: HostBodyContext): HostBodyEvent[] {
  if (body) throw new DomainError('HOST_BODY_ALREADY_REGISTERED', { id: body.id }, 'conflict');
  const { type: _type, ...data } = command;
  requireValidDetails(data.kind, data, context);
  requireReserved(codesOf(data), context);
  return [{ type: 'HostBodyRegistered', data }];
}

function correct(command: CorrectHostBodyDetails, { body }: HostBodyState, context: HostBodyContext): HostBodyEvent[] {
  if (!body) throw new DomainError('HOST_BODY_NOT_FOUND', {}, 'not-found');
  const { id: _id, kind, ...before } = body;
  const { type: _type, ...corrections } = command;
  const after: HostBodyDetails = { ...before, ...corrections };
  if (sameDetails(before, after)) throw new DomainError('NOTHING_TO_CORRECT', { id: body.id }, 'already-so');
  requireValidDetails(kind, after, context);
  const held = codesOf(before);
  requireReserved(
    codesOf(after).filter((code) => !held.includes(code)),
    context,
  );
  return [{ type: 'HostBodyDetailsCorrected', data: after }];
}

function requireValidDetails(kind: HostBodyKind, details: HostBodyDetails, context: HostBodyContext): void {
  if (!isBodyFiscalCode(details.fiscalCode)) {
    throw new DomainError('FISCAL_CODE_INVALID', { fiscalCode: details.fiscalCode });
  }
  const isAdministration = kind === 'PUBLIC_ADMINISTRATION';
  if (isAdministration !== (details.ipaCode !== undefined)) {
    throw new DomainError(isAdministration ? 'IPA_CODE_REQUIRED' : 'IPA_CODE_NOT_ALLOWED', { kind });
  }
  if (isAdministration === (details.recognitionAct !== undefined)) {
    throw new DomainError(isAdministration ? 'RECOGNITION_ACT_NOT_ALLOWED' : 'RECOGNITION_ACT_REQUIRED', { kind });
  }
  if (details.recognitionAct && details.recognitionAct.date > context.today) {
    throw new DomainError('RECOGNITION_ACT_IN_FUTURE', { date: details.recognitionAct.date, today: context.today });
  }
  requirePlace(context.territory, details, context.today);
}

/** A code of a body that no other body may have. */
export interface UniqueCode {
  readonly kind: 'host-body-fiscal-code' | 'host-body-ipa-code';
  readonly value: string;
}

/** The codes of a body that must be unique. IPA codes are compared without regard to case. */
export function uniqueCodes({ fiscalCode, ipaCode }: { fiscalCode?: string; ipaCode?: string }): UniqueCode[] {
  return [
    ...(fiscalCode === undefined ? [] : [{ kind: 'host-body-fiscal-code' as const, value: fiscalCode }]),
    ...(ipaCode === undefined ? [] : [{ kind: 'host-body-ipa-code' as const, value: ipaCode.toLowerCase() }]),
  ];
}

/** How a unique code stands in {@link HostBodyContext.reserved}. */
export function reservedAs({ kind, value }: UniqueCode): string {
  return `${kind}:${value}`;
}

function codesOf(details: HostBodyDetails): string[] {
  return uniqueCodes(details).map(reservedAs);
}

/** A code changed by someone else since the reservations were chosen would otherwise be taken without one. */
function requireReserved(codes: readonly string[], { reserved }: HostBodyContext): void {
  const missing = codes.filter((code) => !reserved.has(code));
  if (missing.length > 0) throw new DomainError('HOST_BODY_CHANGED_MEANWHILE', { codes: missing }, 'conflict');
}

function sameDetails(a: HostBodyDetails, b: HostBodyDetails): boolean {
  const text = (details: HostBodyDetails): string =>
    JSON.stringify([
      details.name,
      details.fiscalCode,
      details.ipaCode,
      details.recognitionAct && [
        details.recognitionAct.authority,
        details.recognitionAct.number,
        details.recognitionAct.date,
      ],
      details.region,
      details.province,
    ]);
  return text(a) === text(b);
}
