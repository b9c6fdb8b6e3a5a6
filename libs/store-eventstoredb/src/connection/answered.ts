import { NoAnswer } from './failure.ts';

/**
 * Gives a call a timer of our own, as the client's deadlines do not cover everything.
 * @throws NoAnswer when the timer ends first; what becomes of the call is then nobody's business
 */
export async function answered<T>(what: string, milliseconds: number, call: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new NoAnswer(what, milliseconds)), milliseconds);
  });
  try {
    return await Promise.race([call, late]);
  } finally {
    clearTimeout(timer);
  }
}
