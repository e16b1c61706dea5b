import { SoundWatch, type SoundFault } from '../../core/audio/sound-watch';
import { toFailure, type UtterError } from '../../core/errors';
import type { Capture } from './capture';
import { lostError } from './microphone-error';

/** What keeps speech from being heard well, or at all, while the microphone is open. */
export type MicrophoneTrouble =
  | SoundFault
  /** The system, or a switch on the device, has muted it. */
  | 'muted'
  /** The audio thread stands still. */
  | 'stalled'
  /** The device is gone, or another program has it; Utter keeps trying. */
  | 'away';

export interface ReceptionListener {
  /** @param label of the microphone that is listened to, which may have become another */
  changed(trouble: MicrophoneTrouble | null, label: string): void;
  /** Nothing more will come. */
  lost(error: UtterError): void;
}

const tickMs = 250;
/** A report is due each tenth of a second. */
const stallMs = 1500;
/** Tracks are muted for a moment while a device is set up. */
const muteMs = 750;
const tryAgainMs = 1000;
/** From then on another microphone may stand in for the one that was chosen. */
const otherAfterMs = 2000;
export const giveUpMs = 10_000;

/** Watches over an open microphone: says what is wrong with it, and opens it again when it went away. */
export class Reception {
  readonly #capture: Capture;
  readonly #listener: ReceptionListener;
  readonly #ticks: ReturnType<typeof setInterval>;
  readonly #stopListening: () => void;
  #sound = new SoundWatch();
  #fault: SoundFault | null = null;
  #told: string;
  #label: string;
  #deviceId: string | null;
  #track: MediaStreamTrack | undefined;
  #reportMs = performance.now();
  #ticksWithoutReport = 0;
  #mutedMs: number | null = null;
  /** Since when the device is gone; null while it is there. */
  #awayMs: number | null = null;
  #stalledMs: number | null = null;
  #isOpening = false;
  #triedMs = -Infinity;
  #isOver = false;

  constructor(capture: Capture, listener: ReceptionListener) {
    this.#capture = capture;
    this.#listener = listener;
    this.#label = capture.label;
    this.#told = toldOf(null, this.#label);
    this.#deviceId = capture.deviceId;
    this.#stopListening = capture.onDevicesChanged(() => this.#devicesChanged());
    this.#ticks = setInterval(() => this.#tick(), tickMs);
    capture.onReport((report) => {
      this.#reportMs = performance.now();
      this.#ticksWithoutReport = 0;
      this.#stalledMs = null;
      // Of a muted track it is known why nothing comes.
      if (this.#awayMs === null && this.#track?.muted !== true) this.#judge(this.#sound.heard(report));
    });
    this.#follow();
  }

  /** Whether it is still the device that was asked for. */
  get isAsOpened(): boolean {
    return this.#deviceId === this.#capture.deviceId;
  }

  /** Whether a device is there, so that more can be recorded. */
  get isHearing(): boolean {
    return this.#awayMs === null && this.#stalledMs === null && this.#capture.isLive;
  }

  end(): void {
    this.#isOver = true;
    clearInterval(this.#ticks);
    this.#stopListening();
    this.#track?.removeEventListener('ended', this.#ended);
    this.#capture.onReport(null);
  }

  /** Listens to the track in use. */
  #follow(): void {
    this.#track?.removeEventListener('ended', this.#ended);
    this.#track = this.#capture.track;
    this.#track?.addEventListener('ended', this.#ended);
    this.#mutedMs = null;
    if (this.#track?.readyState === 'ended') this.#ended();
  }

  readonly #ended = (): void => {
    if (this.#isOver) return;
    this.#awayMs ??= performance.now();
    this.#tell();
    void this.#tryAgain();
  };

  #judge(fault: SoundFault | null): void {
    const fellSilent = fault === 'silent' && this.#fault !== 'silent';
    this.#fault = fault;
    this.#tell();
    // A device that has delivered nothing but zeros, after sleep or a change of its mode, does better when opened anew.
    if (fellSilent && !this.#sound.hasHeard && this.#track?.muted !== true)
      void this.#open(this.#deviceId).catch(() => undefined);
  }

  #tick(): void {
    const nowMs = performance.now();
    this.#ticksWithoutReport++;
    // A page that was busy sees an old report, and the newer ones before the next tick.
    if (this.#ticksWithoutReport > 1 && nowMs - this.#reportMs > stallMs) this.#stalled(nowMs);
    if (this.#track?.muted === true) this.#mutedMs ??= nowMs;
    else this.#mutedMs = null;
    if (this.#awayMs !== null) {
      if (nowMs - this.#awayMs > giveUpMs) return this.#lose(lostError(this.#label));
      void this.#tryAgain();
    }
    this.#tell();
  }

  #stalled(nowMs: number): void {
    this.#stalledMs ??= nowMs;
    if (nowMs - this.#stalledMs > giveUpMs) return this.#lose(lostError(this.#label));
    if (nowMs - this.#triedMs < tryAgainMs) return;
    this.#triedMs = nowMs;
    void this.#capture.revive().catch(() => undefined);
  }

  #devicesChanged(): void {
    if (this.#awayMs === null) return;
    this.#triedMs = -Infinity;
    void this.#tryAgain();
  }

  async #tryAgain(): Promise<void> {
    const nowMs = performance.now();
    if (this.#awayMs === null || this.#isOpening || nowMs - this.#triedMs < tryAgainMs) return;
    this.#triedMs = nowMs;
    const chosen = this.#capture.deviceId;
    const mayBeOther = chosen !== null && nowMs - this.#awayMs >= otherAfterMs;
    try {
      await this.#open(chosen).catch((error: unknown) => (mayBeOther ? this.#open(null) : Promise.reject(error as Error)));
    } catch (error) {
      if (toFailure(error).code === 'microphone-denied') this.#lose(error as UtterError);
    }
  }

  async #open(deviceId: string | null): Promise<void> {
    if (this.#isOpening || this.#isOver) return;
    this.#isOpening = true;
    try {
      await this.#capture.reopen(deviceId);
    } finally {
      this.#isOpening = false;
    }
    if (this.#isOver || !this.#capture.isLive) return;
    this.#awayMs = null;
    this.#deviceId = deviceId;
    this.#label = this.#capture.label;
    this.#follow();
    this.#tell();
  }

  #lose(error: UtterError): void {
    if (this.#isOver) return;
    this.end();
    this.#listener.lost(error);
  }

  #tell(): void {
    if (this.#isOver) return;
    const trouble = this.#trouble();
    const told = toldOf(trouble, this.#label);
    if (told === this.#told) return;
    this.#told = told;
    this.#listener.changed(trouble, this.#label);
  }

  #trouble(): MicrophoneTrouble | null {
    if (this.#awayMs !== null) return 'away';
    if (this.#stalledMs !== null) return 'stalled';
    if (this.#mutedMs !== null && performance.now() - this.#mutedMs >= muteMs) return 'muted';
    return this.#fault;
  }
}

function toldOf(trouble: MicrophoneTrouble | null, label: string): string {
  return `${trouble ?? ''} ${label}`;
}
