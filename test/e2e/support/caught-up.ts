import type { Answer } from './api.ts';
import { until } from './until.ts';

/** What is answered once the read model has reached the position that is asked for: until then, asked again, as its refusal says. */
export function onceCaughtUp(ask: () => Promise<Answer>): Promise<Answer> {
  return until(async () => {
    const answer = await ask();
    return (answer.body as { code?: string }).code === 'PROJECTION_BEHIND' ? undefined : answer;
  });
}
