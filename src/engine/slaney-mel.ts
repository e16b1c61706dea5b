/** A bin's share of the spectrum: consecutive points from `first` on. */
export interface MelFilter {
  readonly first: number;
  readonly weights: Float64Array;
}

/**
 * Slaney's mel scale, linear up to 1 kHz and logarithmic from there: triangles of equal area over the points
 * 0 … `points` of a transform of `points` samples. Source: Slaney, Auditory Toolbox (1998), as `librosa.filters.mel` has it.
 */
export function slaneyFilters(bins: number, points: number, sampleRateHz: number, lowHz: number, highHz: number): MelFilter[] {
  const toMel = (hz: number): number => (hz < 1000 ? (3 * hz) / 200 : 15 + (27 * Math.log(hz / 1000)) / Math.log(6.4));
  const toHz = (mel: number): number => (mel < 15 ? (200 * mel) / 3 : 1000 * Math.exp((Math.log(6.4) / 27) * (mel - 15)));
  const [lowest, highest] = [toMel(lowHz), toMel(highHz)];
  const edges = Array.from({ length: bins + 2 }, (_, i) => toHz(lowest + ((highest - lowest) * i) / (bins + 1)));
  return Array.from({ length: bins }, (_, bin) => {
    const [low, middle, high] = [edges[bin]!, edges[bin + 1]!, edges[bin + 2]!];
    const heights = Array.from({ length: Math.floor(points / 2) + 1 }, (_unused, k) => {
      const hz = (k * sampleRateHz) / points;
      const slope = Math.min((hz - low) / (middle - low), (high - hz) / (high - middle));
      return (Math.max(0, slope) * 2) / (high - low);
    });
    const first = heights.findIndex((height) => height > 0);
    const end = heights.findLastIndex((height) => height > 0) + 1;
    return { first: Math.max(0, first), weights: Float64Array.from(heights.slice(Math.max(0, first), end)) };
  });
}
