import { levelDb } from '../../core/audio/level';
import { toFailure } from '../../core/errors';
import type { RecordedClip } from '../../worker/protocol';
import type { Microphone, OpenMicrophone } from '../app/microphone';
import type { MicrophoneTrouble } from '../app/reception';
import { joined, tapSound } from '../app/sound-tap';
import { isBusy, type AppStore } from '../app/store';
import type { CheckState } from './dictation-slice';

export interface CheckParts {
  readonly microphone: Microphone;
  readonly store: AppStore;
  play(clip: RecordedClip): Promise<void>;
}

export const recordedMs = 3000;

/** Lets the user see and hear what the microphone hears; nothing of it is recognised or kept. */
export class MicrophoneCheck {
  readonly #parts: CheckParts;
  readonly #levelListeners = new Set<(rmsDb: number) => void>();
  /** Counts openings, so that one which was called off while it was under way is freed. */
  #turn = 0;
  #open: OpenMicrophone | null = null;
  #blocks: Float32Array<ArrayBuffer>[] | null = null;

  constructor(parts: CheckParts) {
    this.#parts = parts;
    // The microphone is for whoever dictates.
    parts.store.subscribe(({ dictation, settings }, before) => {
      if (dictation.state === 'starting' && before.dictation.state !== 'starting') void this.end();
      const isOn = this.#state !== 'off' && this.#state !== 'failed';
      if (isOn && settings.microphoneId !== before.settings.microphoneId) void this.begin();
    });
  }

  /** dB relative to full scale. */
  onLevel(listener: (rmsDb: number) => void): () => void {
    this.#levelListeners.add(listener);
    return () => this.#levelListeners.delete(listener);
  }

  /** Opens the microphone of the settings; asks for the permission, if that is still to be given. */
  async begin(): Promise<void> {
    const { microphone, store } = this.#parts;
    await this.end();
    if (isBusy(store.getState())) return;
    const turn = ++this.#turn;
    this.#set({ state: 'opening' });
    try {
      const open = await microphone.open(store.getState().settings.microphoneId);
      if (turn !== this.#turn) return await open.stop(0, 0);
      this.#open = open;
      tapSound(open, (samples) => this.#heard(samples));
      this.#set({ state: 'hearing', microphone: open.label, trouble: null });
      open.onReception((trouble, label) => turn === this.#turn && this.#received(trouble, label));
      store.setState({ microphones: await microphone.devices() });
      void open.lost.then((error) => this.#fail(turn, error));
    } catch (error) {
      this.#fail(turn, error);
    }
  }

  /** Records for `recordedMs`, then plays what was heard. */
  async record(): Promise<void> {
    const open = this.#open;
    const turn = this.#turn;
    if (open === null || this.#state !== 'hearing') return;
    this.#blocks = [];
    this.#turnTo('recording');
    await new Promise((resolve) => setTimeout(resolve, recordedMs));
    const blocks = this.#blocks;
    this.#blocks = null;
    if (turn !== this.#turn || blocks === null) return;
    this.#turnTo('playing');
    try {
      await this.#parts.play({ samples: joined(blocks), sampleRateHz: open.sampleRateHz });
      if (turn === this.#turn) this.#turnTo('hearing');
    } catch (error) {
      this.#fail(turn, error);
    }
  }

  async end(): Promise<void> {
    this.#turn++;
    const open = this.#open;
    this.#open = null;
    this.#blocks = null;
    if (this.#state !== 'off') this.#set({ state: 'off' });
    if (open === null) return;
    await open.stop(0, 0);
    open.port.close();
  }

  #heard(samples: Float32Array<ArrayBuffer>): void {
    this.#blocks?.push(samples);
    for (const listener of this.#levelListeners) listener(levelDb(samples));
  }

  #fail(turn: number, error: unknown): void {
    if (turn !== this.#turn) return;
    void this.end();
    this.#set({ state: 'failed', failure: toFailure(error) });
  }

  #received(trouble: MicrophoneTrouble | null, microphone: string): void {
    const check = this.#parts.store.getState().microphoneCheck;
    if ('microphone' in check) this.#set({ ...check, trouble, microphone });
  }

  #turnTo(state: 'hearing' | 'recording' | 'playing'): void {
    const check = this.#parts.store.getState().microphoneCheck;
    if ('microphone' in check) this.#set({ ...check, state });
  }

  get #state(): CheckState['state'] {
    return this.#parts.store.getState().microphoneCheck.state;
  }

  #set(microphoneCheck: CheckState): void {
    this.#parts.store.setState({ microphoneCheck });
  }
}

/** Plays a clip through the system's loudspeaker. */
export async function playClip({ samples, sampleRateHz }: RecordedClip): Promise<void> {
  if (samples.length === 0) return;
  const context = new AudioContext();
  try {
    const buffer = context.createBuffer(1, samples.length, sampleRateHz);
    buffer.copyToChannel(samples as Float32Array<ArrayBuffer>, 0);
    const source = new AudioBufferSourceNode(context, { buffer });
    source.connect(context.destination);
    await new Promise((resolve) => {
      source.onended = resolve;
      source.start();
    });
  } finally {
    await context.close();
  }
}
