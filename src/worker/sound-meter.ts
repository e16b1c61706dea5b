import type { SoundReport } from '../core/audio/sound-watch';

/** The end of the scale, and what converters that stop a little earlier make of it. */
const fullScale = 0.985;

/** Sums up a tenth of a second of sound. Runs on the audio thread: one report is filled in again and again. */
export class SoundMeter {
  readonly #report = { type: 'sound' as const, durationMs: 0, rmsDb: -100, peak: 0, clippedShare: 0 };
  readonly #send: (report: SoundReport & { readonly type: 'sound' }) => void;
  readonly #sampleRateHz: number;
  #samples = 0;
  #sum = 0;
  #peak = 0;
  #clipped = 0;

  constructor(sampleRateHz: number, send: (report: SoundReport & { readonly type: 'sound' }) => void) {
    this.#sampleRateHz = sampleRateHz;
    this.#send = send;
  }

  push(mono: Float32Array): void {
    for (let index = 0; index < mono.length; index++) {
      const size = Math.abs(mono[index]!);
      this.#sum += size * size;
      if (size > this.#peak) this.#peak = size;
      if (size >= fullScale) this.#clipped++;
    }
    this.pass(mono.length);
  }

  /** Time in which no sound came at all. */
  pass(samples: number): void {
    this.#samples += samples;
    if (this.#samples * 10 < this.#sampleRateHz) return;
    const power = this.#sum / this.#samples;
    this.#report.durationMs = (this.#samples * 1000) / this.#sampleRateHz;
    this.#report.rmsDb = power === 0 ? -100 : Math.max(-100, 10 * Math.log10(power));
    this.#report.peak = this.#peak;
    this.#report.clippedShare = this.#clipped / this.#samples;
    this.#send(this.#report);
    this.#samples = 0;
    this.#sum = 0;
    this.#peak = 0;
    this.#clipped = 0;
  }
}
