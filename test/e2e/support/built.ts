import { ensureBuilt } from './build.ts';

/** Before any specification of the built product, whose imports are looked for in `dist`. */
export default ensureBuilt;
