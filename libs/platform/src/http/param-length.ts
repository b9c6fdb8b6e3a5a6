/** Longest value of a path parameter: ids and keys of read models are shorter. */
export const MAX_PARAM_LENGTH = 200;
