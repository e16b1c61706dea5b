import type { FinalHost } from '../core/final/host';

/** The final pass' host, in a browser, a worker or Node. */
export const finalHost: FinalHost = {
  nowMs: () => performance.now(),
  after(delayMs, work) {
    const timer = setTimeout(work, delayMs);
    return () => clearTimeout(timer);
  },
  createController: () => new AbortController(),
};
