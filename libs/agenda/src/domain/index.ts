/*
 * The door for contexts that this one itself looks at: a domain depends on no context, so that two of them may know what
 * the other's things are without knowing what the other does with them.
 */
export { agendaFacts, type AgendaFacts } from './agenda/agenda-facts.ts';
export { agenda } from './agenda/agenda.ts';
