import { finalSampleRateHz } from '../final/types';
import type { Seq2seqManifest } from './manifest';

/** A shortest length, for encoders that begin with long windows. */
const leastMs = 1000;
/** Whole frames of the encoder. */
const frameSamples = 320;

type Window = Pick<Seq2seqManifest, 'silenceBehindMs' | 'silenceBehindElsewhereMs' | 'fullWindowMs'>;

/**
 * How long the encoder's window is for a sound, in samples: the sound and silence behind it. What is longer than the encoder's limit is
 * cut at the end, which the segmenter never lets happen.
 * @param languages what may be spoken; none means any.
 */
export function soundWindow(samples: number, languages: readonly string[], window: Window): number {
  const { silenceBehindMs, silenceBehindElsewhereMs = silenceBehindMs, fullWindowMs = Infinity } = window;
  const isEnglish = languages.length > 0 && languages.every((language) => language === 'en');
  const behindMs = isEnglish ? silenceBehindMs : silenceBehindElsewhereMs;
  const wanted = Math.max(samples + samplesOf(behindMs), samplesOf(leastMs));
  return Math.min(Math.floor(samplesOf(fullWindowMs)), Math.ceil(wanted / frameSamples) * frameSamples);
}

function samplesOf(ms: number): number {
  return (ms / 1000) * finalSampleRateHz;
}
