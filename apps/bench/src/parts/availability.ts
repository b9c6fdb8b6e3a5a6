import { compareLookUps } from '../http/availability-look-ups.ts';
import { installRegion, settle } from '../http/installation.ts';
import type { Measurement, PartOptions } from '../measure/result.ts';

/** Look-ups of what is free, of one day and of a week, beside a GET with the same validation and nothing behind it. */
export async function availability(options: PartOptions): Promise<readonly Measurement[]> {
  const installation = await installRegion(options.scratch, { agendas: options.quick ? 9 : 60, citizens: 1 });
  try {
    await settle(installation);
    return await compareLookUps(installation, options, { beside: { api: 'bench', what: 'no-op GET' } });
  } finally {
    await installation.application.close();
  }
}
