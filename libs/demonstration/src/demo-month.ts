import type { Principal } from '#use-cases';
import type { DemoStage } from './demo-stage.ts';

/** An agenda of the demonstration, and who works at its desk. */
export interface DemoAgenda {
  readonly agendaId: string;
  readonly desk: Principal;
  /** Ids of the services that people book there. */
  readonly services: readonly string[];
}

/** Something that happens on a later day of the played month. */
export interface DemoAct {
  /** From 0, the first day. */
  readonly day: number;
  /** @param date `yyyy-mm-dd` in Rome, of that day */
  readonly give: (date: string) => Promise<unknown>;
}

/** Gives what happens on a day of the month. */
export async function actOn(stage: DemoStage, acts: readonly DemoAct[], day: number, date: string): Promise<void> {
  await stage.each(
    acts.filter((act) => act.day === day),
    (act) => act.give(date),
  );
}
