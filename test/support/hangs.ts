/**
 * When something counts as hanging and is ended: far more than anything takes on the busiest machine. It is the
 * only limit that the tests have.
 */
export const HANGS_AFTER_MS = 15 * 60_000;
