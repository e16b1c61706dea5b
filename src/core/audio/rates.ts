/** Sample rates that sound has, in Hz; others are mistakes, and would cost the memory of their filters. */
export const lowestRateHz = 1000;
export const highestRateHz = 768000;
