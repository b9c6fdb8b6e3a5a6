import { Type } from '@sinclair/typebox';
import { defineEvent } from '#kernel/domain';
import { Id } from '#vocabulary';
import { TakenSchema } from './taken.ts';

/** The time has come to remind a person of their appointment: the mail is sent for it. */
export const AppointmentReminderSent = defineEvent({
  type: 'AppointmentReminderSent',
  schema: Type.Object({ ...TakenSchema, appointmentId: Id }),
});
