import { contexts, processesOf, type Stores } from '#composition';
import type { HealthReport } from '#platform';
import type { Api } from '../../e2e/support/api.ts';

const processes = processesOf(contexts);

/**
 * Whether everything has happened that follows from what was done, and every read model has seen it.
 * @param worker the one that has everything: stores are told how far process managers have read only now and then
 */
export async function isSettled({ eventStore: log, work }: Stores, worker: Api): Promise<boolean> {
  const head = await log.head();
  const { status, body } = await worker.get('/health');
  if (status !== 200) return false;
  const report = body as HealthReport;
  // Of process managers that it has only just taken over it has nothing to tell yet.
  if (report.processes.length < processes.length) return false;
  if ([...report.projections, ...report.processes].some(({ position }) => position !== head)) return false;
  const unsent = await Promise.all(processes.map(({ name }) => work.unsent(name, 1)));
  // Commands that were under way until just now have written what nobody has read yet.
  return unsent.flat().length === 0 && (await log.head()) === head;
}
