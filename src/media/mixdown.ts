/** How a recording's channels become one. */
export type ChannelChoice = 'mix' | { readonly channel: number };

export type Mixdown = (planes: readonly Float32Array[]) => Float32Array;

/** A channel this far below the loudest is a dead one: mixing it in only halves the others. */
const deadShare = 10 ** (-40 / 10);

/** Where the mean has so little of its channels' power, they cancel each other out: one is the other inverted. */
const cancelledShare = 0.05;

/** Over about so long the channels' powers are weighed. */
const memorySeconds = 5;

/**
 * The mean of those channels in which something is heard; the loudest alone where they cancel each other out. It depends only on what came
 * before, so that reading twice gives the same.
 */
export function createMixdown(choice: ChannelChoice, sampleRateHz: number): Mixdown {
  if (choice !== 'mix') {
    return (planes) => planes[choice.channel] ?? new Float32Array(planes[0]?.length ?? 0);
  }
  let powers: number[] = [];
  let meanPower = 0;
  return (planes) => {
    const length = planes[0]?.length ?? 0;
    if (planes.length === 1) return planes[0]!;
    if (powers.length !== planes.length) [powers, meanPower] = [planes.map(() => 0), 0];
    const kept = Math.exp(-length / (memorySeconds * sampleRateHz));
    powers = powers.map((power, i) => kept * power + squares(planes[i]!));
    const loudest = Math.max(...powers);
    const live = planes.filter((_, i) => powers[i]! > deadShare * loudest);
    const heard = live.length === 0 ? planes : live;
    const mean = new Float32Array(length);
    for (const plane of heard) for (let i = 0; i < length; i++) mean[i]! += plane[i]! / heard.length;
    meanPower = kept * meanPower + squares(mean);
    // Of n channels that have nothing to do with each other the mean has 1/n of their mean power.
    const isCancelled = meanPower < (cancelledShare * powers.reduce((sum, power) => sum + power, 0)) / heard.length ** 2;
    return isCancelled ? planes[powers.indexOf(loudest)]! : mean;
  };
}

function squares(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  return sum;
}
