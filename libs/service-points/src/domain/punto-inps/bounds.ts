/*
 * How much one point may hold: it is read, and told, as a whole. No point comes near that in a hundred years.
 */

/** Most demand analyses. */
export const MAX_ANALYSES = 200;
/** Most agreements on premises. */
export const MAX_PREMISES = 200;
/** Most assignments of staff that are not over. */
export const MAX_STAFF = 200;
/** Most assignments of staff, those that are over included. */
export const MAX_ASSIGNMENTS = 2_000;
