import { DomainError, toTimestamp } from '#kernel';
import { romeDateOf, midnightInRome, monthsAfter } from '#italy';
import type { BringProtocolIntoForce, CarryOutProtocolDate, TerminateProtocol } from './commands.ts';
import type { ProtocolEvent } from './events.ts';
import type { Protocol } from './protocol-state.ts';
import type { Termination } from './vocabulary.ts';

/**
 * A signed protocol enters into force on a date: at once when it has come, else by the calendar.
 * @param today `yyyy-mm-dd` in Rome
 */
export function bringIntoForce(command: BringProtocolIntoForce, protocol: Protocol, today: string): ProtocolEvent[] {
  const effectiveDate = command.effectiveDate ?? today;
  const signedOn = romeDateOf(Date.parse(protocol.signedAt ?? ''));
  if (effectiveDate < signedOn) throw new DomainError('IN_FORCE_BEFORE_SIGNATURE', { effectiveDate, signedOn });
  if (effectiveDate <= today) return entry(effectiveDate, protocol);
  if (protocol.scheduledFor === effectiveDate) {
    throw new DomainError('ENTRY_INTO_FORCE_ALREADY_SCHEDULED', { effectiveDate }, 'already-so');
  }
  return [{ type: 'ProtocolEntryIntoForceScheduled', data: { effectiveDate }, effectiveAt: startOf(effectiveDate) }];
}

/**
 * Ends a protocol in force with notice: at once when the effective date has come, else by the calendar.
 * @param today `yyyy-mm-dd` in Rome
 */
export function terminate(command: TerminateProtocol, protocol: Protocol, today: string): ProtocolEvent[] {
  const { type: _type, ...termination } = command;
  const { noticeDate, effectiveDate } = termination;
  if (protocol.termination) throw new DomainError('TERMINATION_ALREADY_NOTIFIED', { ...protocol.termination });
  if (noticeDate > today) throw new DomainError('NOTICE_IN_FUTURE', { noticeDate, today });
  if (effectiveDate < noticeDate) throw new DomainError('TERMINATION_BEFORE_NOTICE', { effectiveDate, noticeDate });
  const inForceFrom = protocol.effectiveDate ?? '';
  if (effectiveDate < inForceFrom) {
    throw new DomainError('TERMINATION_BEFORE_ENTRY_INTO_FORCE', { effectiveDate, inForceFrom });
  }
  const expiresOn = protocol.expiresOn ?? '';
  if (effectiveDate >= expiresOn) throw new DomainError('TERMINATION_AFTER_EXPIRY', { effectiveDate, expiresOn });
  const effectiveAt = startOf(effectiveDate);
  const notified: ProtocolEvent = { type: 'ProtocolTerminationNotified', data: termination, effectiveAt };
  return effectiveDate <= today ? [notified, ended(termination)] : [notified];
}

/**
 * Carries out what was set for a date. A date that was moved, or a protocol that has gone on meanwhile, is no error:
 * the calendar is told that there is nothing to do.
 * @param today `yyyy-mm-dd` in Rome
 */
export function carryOut(command: CarryOutProtocolDate, protocol: Protocol, today: string): ProtocolEvent[] {
  switch (command.type) {
    case 'CarryOutEntryIntoForce':
      requireStanding(
        protocol.status === 'SIGNED' && protocol.scheduledFor === command.effectiveDate,
        command,
        protocol,
      );
      requireDue(command.effectiveDate, today);
      return entry(command.effectiveDate, protocol);
    case 'CarryOutTermination': {
      const { termination } = protocol;
      const stands = protocol.status === 'IN_FORCE' && termination?.effectiveDate === command.effectiveDate;
      requireStanding(stands, command, protocol);
      requireDue(command.effectiveDate, today);
      return termination ? [ended(termination)] : [];
    }
    case 'ExpireProtocol': {
      const { expiresOn } = command;
      requireStanding(protocol.status === 'IN_FORCE' && protocol.expiresOn === expiresOn, command, protocol);
      requireDue(expiresOn, today);
      return [{ type: 'ProtocolExpired', data: { expiredOn: expiresOn }, effectiveAt: startOf(expiresOn) }];
    }
  }
}

function entry(effectiveDate: string, { durationMonths }: Protocol): ProtocolEvent[] {
  const expiresOn = monthsAfter(effectiveDate, durationMonths);
  return [
    { type: 'ProtocolEnteredIntoForce', data: { effectiveDate, expiresOn }, effectiveAt: startOf(effectiveDate) },
  ];
}

function ended(termination: Termination): ProtocolEvent {
  return { type: 'ProtocolTerminated', data: termination, effectiveAt: startOf(termination.effectiveDate) };
}

function startOf(date: string): string {
  return toTimestamp(midnightInRome(date));
}

function requireStanding(stands: boolean, command: CarryOutProtocolDate, { status }: Protocol): void {
  if (!stands) throw new DomainError('NOTHING_TO_CARRY_OUT', { ...command, state: status }, 'already-so');
}

function requireDue(date: string, today: string): void {
  if (date > today) throw new DomainError('DATE_NOT_REACHED', { date, today }, 'not-yet');
}
