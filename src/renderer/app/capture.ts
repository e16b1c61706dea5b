import { UtterError } from '../../core/errors';
import type { CaptureCommand, CaptureReport } from '../../worker/protocol';
import { t } from '../locales/language';
import { microphoneError } from './microphone-error';

/** A device that neither opens nor refuses by then is held by something else. */
export const openLimitMs = 10_000;
/** As many as interfaces have: the audio thread chooses among them. */
const mostChannels = 32;

/** A device whose sound reaches the capture worklet. Its device can be exchanged while it runs. */
export class Capture {
  readonly deviceId: string | null;
  readonly context: AudioContext;
  readonly #media: MediaDevices;
  readonly #node: AudioWorkletNode;
  #stream: MediaStream;
  #source: AudioNode;
  #isReleased = false;

  private constructor(media: MediaDevices, deviceId: string | null, stream: MediaStream, context: AudioContext) {
    this.deviceId = deviceId;
    this.context = context;
    this.#media = media;
    this.#stream = stream;
    this.#node = new AudioWorkletNode(context, 'utter-capture', { numberOfInputs: 1, numberOfOutputs: 1 });
    this.#source = context.createMediaStreamSource(stream);
    // Its output is silence; a node that leads nowhere would not be run.
    this.#source.connect(this.#node).connect(context.destination);
  }

  /** @throws UtterError */
  static async start(media: MediaDevices | undefined, deviceId: string | null, captureUrl: string): Promise<Capture> {
    if (media === undefined) {
      throw new UtterError('microphone-missing', t('failures.insecurePage'), t('failures.insecurePageRemedy'));
    }
    const stream = await openStream(media, deviceId);
    const context = new AudioContext({ latencyHint: 'interactive' });
    try {
      await context.audioWorklet.addModule(captureUrl);
      const capture = new Capture(media, deviceId, stream, context);
      await context.resume();
      return capture;
    } catch (error) {
      stopStream(stream);
      await context.close();
      throw error;
    }
  }

  get label(): string {
    return this.track?.label || t('dictating.microphone');
  }

  get track(): MediaStreamTrack | undefined {
    return this.#stream.getAudioTracks()[0];
  }

  get isLive(): boolean {
    return this.track?.readyState === 'live' && !this.#isReleased;
  }

  command(message: CaptureCommand, transfer: Transferable[] = []): void {
    this.#node.port.postMessage(message, transfer);
  }

  /** What the audio thread hears; no report means that it stands still. */
  onReport(listener: ((report: CaptureReport) => void) | null): void {
    this.#node.port.onmessage = listener && (({ data }: MessageEvent<CaptureReport>) => listener(data));
  }

  /**
   * Opens a device once more, or another in its place; until then the one before stays. Whoever listens to the worklet
   * hears nothing of it but the sound.
   * @throws UtterError
   */
  async reopen(deviceId: string | null): Promise<void> {
    const stream = await openStream(this.#media, deviceId);
    if (this.#isReleased) {
      stopStream(stream);
      return;
    }
    try {
      const source = this.context.createMediaStreamSource(stream);
      source.connect(this.#node);
      this.#source.disconnect();
      stopStream(this.#stream);
      this.#source = source;
      this.#stream = stream;
    } catch (error) {
      stopStream(stream);
      throw microphoneError(error, deviceId);
    }
  }

  /** Gets an audio thread going again that stands still; one whose loudspeaker is gone needs none. */
  async revive(): Promise<void> {
    if (this.#isReleased) return;
    const context: AudioContext & { setSinkId?(sink: { readonly type: 'none' }): Promise<void> } = this.context;
    if (context.state === 'running') await context.setSinkId?.({ type: 'none' });
    await context.resume();
  }

  onDevicesChanged(listener: () => void): () => void {
    this.#media.addEventListener('devicechange', listener);
    return () => this.#media.removeEventListener('devicechange', listener);
  }

  async release(): Promise<void> {
    this.#isReleased = true;
    this.onReport(null);
    stopStream(this.#stream);
    if (this.context.state !== 'closed') await this.context.close();
  }
}

function stopStream(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

async function openStream(media: MediaDevices, deviceId: string | null): Promise<MediaStream> {
  // The model hears what a recording would hold: the browser's processing is for calls and changes the sound.
  const audio: MediaTrackConstraints = {
    echoCancellation: false,
    noiseSuppression: false,
    autoGainControl: false,
    channelCount: { ideal: mostChannels },
    ...(deviceId === null ? {} : { deviceId: { exact: deviceId } }),
  };
  const opening = media.getUserMedia({ audio });
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => void failUnlessAsked(reject), openLimitMs);
  });
  try {
    return await Promise.race([opening, late]);
  } catch (error) {
    // It may still come, and then nobody wants it.
    void opening.then(stopStream, () => undefined);
    throw microphoneError(error, deviceId);
  } finally {
    clearTimeout(timer);
  }
}

/** While the browser waits for the user to allow it, no time is too long. */
async function failUnlessAsked(fail: (error: Error) => void): Promise<void> {
  const permissions = navigator.permissions as Permissions | undefined;
  const status = await permissions?.query({ name: 'microphone' as PermissionName }).catch(() => null);
  if (status?.state === 'granted') fail(new DOMException(t('failures.noAnswer'), 'NotReadableError'));
}
