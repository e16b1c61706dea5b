/**
 * V8's setting for every page and worker: a young generation of at most 6 MB (three times this) instead of 48 MB. What an hour of
 * dictation throws away is then collected as it comes, and does not first fill memory that nobody needs.
 */
export const memoryFlags = '--max-semi-space-size=2';
