/** What the audio thread tells of about a tenth of a second of sound. */
export interface SoundReport {
  readonly durationMs: number;
  /** Root mean square in dB relative to full scale; -100 for digital silence. */
  readonly rmsDb: number;
  /** The largest sample, without its sign. */
  readonly peak: number;
  /** The share of samples at the end of the scale. */
  readonly clippedShare: number;
}

/** What is wrong with what a microphone delivers. */
export type SoundFault = 'silent' | 'quiet' | 'clipping';

/** Nothing but zeros, or the dither of 16-bit converters: a microphone that is on always hears more. */
const zeroPeak = 1.5 / 32_768;
/** What a microphone that is on takes at most to deliver its first sound. */
export const zeroLimitMs = 2500;
/** A pause in which a noise gate delivers zeros; and how long nothing at all may be said. */
const [gateMs, gatePauses] = [300, 3];
export const pauseLimitMs = 16_000;
/** Sound counts as someone's when it stands out of the room's noise so far, or is so loud by itself. */
const [aboveNoiseDb, leastSoundDb, loudDb] = [9, -70, -40];
/** What zeros count as: a device that is off between words has no noise. */
const noNoiseDb = -90;
/** The room's noise is the quietest of late: it may become louder again. */
const noiseRiseDbPerS = 1;
/** The loudest tenth of a second of speech that is loud enough is louder than that. */
export const quietDb = -45;
const [windowReports, fewestVoiced] = [50, 10];
const [clippingShare, clippingReports, clippingWindow] = [0.005, 3, 30];

/** Judges a microphone by the level of its sound, report by report. */
export class SoundWatch {
  #zeroMs = 0;
  #withoutSoundMs = 0;
  #noiseDb: number | null = null;
  /** How often zeros came and went between sounds: more than once or twice, it is what this microphone makes of a pause. */
  #zeroPauses = 0;
  #hasSound = false;
  readonly #recent: { readonly voicedDb: number | null; readonly isClipped: boolean }[] = [];

  /** What is wrong now, or null. */
  heard({ durationMs, rmsDb, peak, clippedShare }: SoundReport): SoundFault | null {
    const isZero = peak <= zeroPeak;
    if (isZero) this.#zeroMs += durationMs;
    else this.#soundAfterZeros();
    const isVoiced = this.#standsOut(isZero ? noNoiseDb : rmsDb, durationMs);
    this.#withoutSoundMs = isVoiced ? 0 : this.#withoutSoundMs + durationMs;
    this.#recent.push({ voicedDb: isVoiced ? rmsDb : null, isClipped: clippedShare >= clippingShare });
    if (this.#recent.length > windowReports) this.#recent.shift();
    if (this.#zeroMs >= this.#zeroLimitMs || this.#withoutSoundMs >= pauseLimitMs) return 'silent';
    if (this.#recent.slice(-clippingWindow).filter(({ isClipped }) => isClipped).length >= clippingReports) return 'clipping';
    const voiced = this.#recent.flatMap(({ voicedDb }) => voicedDb ?? []);
    return voiced.length >= fewestVoiced && Math.max(...voiced) < quietDb ? 'quiet' : null;
  }

  /** Whether there was anything but zeros so far. */
  get hasHeard(): boolean {
    return this.#hasSound;
  }

  get #zeroLimitMs(): number {
    return this.#zeroPauses >= gatePauses ? pauseLimitMs : zeroLimitMs;
  }

  #soundAfterZeros(): void {
    if (this.#hasSound && this.#zeroMs >= gateMs && this.#zeroMs < zeroLimitMs) this.#zeroPauses++;
    this.#hasSound = true;
    this.#zeroMs = 0;
  }

  #standsOut(rmsDb: number, durationMs: number): boolean {
    const noiseDb = this.#noiseDb === null ? rmsDb : this.#noiseDb + (noiseRiseDbPerS * durationMs) / 1000;
    this.#noiseDb = Math.min(noiseDb, rmsDb);
    return rmsDb >= loudDb || rmsDb >= Math.max(leastSoundDb, this.#noiseDb + aboveNoiseDb);
  }
}
