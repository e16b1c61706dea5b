import { errorText, UtterError } from '../../core/errors';
import type { CaptureCommand } from '../../worker/protocol';
import { t } from '../locales/language';

export interface MicrophoneDevice {
  readonly id: string;
  readonly label: string;
}

/** A microphone that is recording. Its audio goes past the page: each port belongs to a worker. */
export interface OpenMicrophone {
  readonly label: string;
  readonly sampleRateHz: number;
  /** For the speech worker. */
  readonly port: MessagePort;
  /** For the journal worker. */
  readonly journalPort: MessagePort;
  /** Resolves if the device goes away before `stop`. */
  readonly lost: Promise<UtterError>;
  /**
   * Records `tailMs` more, so that the last word is whole, then ends the audio and frees the device: at once, or after
   * `warmMs` in which the next `open` gets it back with the last moments before.
   */
  stop(tailMs: number, warmMs: number): Promise<void>;
}

export interface Microphone {
  /** @throws UtterError `microphone-denied` | `microphone-missing` */
  open(deviceId: string | null): Promise<OpenMicrophone>;
  /** Frees a device that is kept warm. */
  coolDown(): Promise<void>;
  devices(): Promise<readonly MicrophoneDevice[]>;
  onDevicesChanged(listener: () => void): void;
}

/** A device whose sound reaches the capture worklet. */
interface Capture {
  readonly deviceId: string | null;
  readonly label: string;
  readonly track: MediaStreamTrack | undefined;
  readonly context: AudioContext;
  command(message: CaptureCommand, transfer?: Transferable[]): void;
  release(): Promise<void>;
}

/** Address of the capture worklet's script, as the build gives it. */
export function createMicrophone(captureUrl: string): Microphone {
  // Absent on pages that are not served securely, whatever the types say.
  const media = navigator.mediaDevices as MediaDevices | undefined;
  let warm: { readonly capture: Capture; readonly timer: ReturnType<typeof setTimeout> } | null = null;

  async function coolDown(): Promise<void> {
    if (warm === null) return;
    const { capture, timer } = warm;
    warm = null;
    clearTimeout(timer);
    capture.command({ type: 'finish' });
    await capture.release();
  }

  function keepWarm(capture: Capture, warmMs: number): void {
    capture.command({ type: 'rest' });
    warm = { capture, timer: setTimeout(() => void coolDown(), warmMs) };
  }

  // What is kept warm may be gone, or the system's default no longer: the next dictation opens what is there then.
  media?.addEventListener('devicechange', () => void coolDown());

  return {
    open: async (deviceId) => {
      const { capture, timer } = warm ?? {};
      if (capture?.deviceId === deviceId && capture?.track?.readyState === 'live') {
        clearTimeout(timer);
        warm = null;
        await capture.context.resume();
        return openMicrophone(capture, keepWarm);
      }
      await coolDown();
      return openMicrophone(await startCapture(media, deviceId, captureUrl), keepWarm);
    },
    coolDown,
    devices: async () => {
      const all = (await media?.enumerateDevices()) ?? [];
      return all
        .filter(({ kind, deviceId }) => kind === 'audioinput' && deviceId !== '' && deviceId !== 'default')
        .map(({ deviceId, label }, index) => ({
          id: deviceId,
          label: label || t('dictating.microphoneNumber', { number: index + 1 }),
        }));
    },
    onDevicesChanged: (listener) => media?.addEventListener('devicechange', listener),
  };
}

async function startCapture(media: MediaDevices | undefined, deviceId: string | null, captureUrl: string): Promise<Capture> {
  if (media === undefined) {
    throw new UtterError('microphone-missing', t('failures.insecurePage'), t('failures.insecurePageRemedy'));
  }
  // The model hears what a recording would hold: the browser's processing is for calls and changes the sound.
  const audio: MediaTrackConstraints = {
    echoCancellation: false,
    noiseSuppression: false,
    autoGainControl: false,
    channelCount: { ideal: 1 },
    ...(deviceId === null ? {} : { deviceId: { exact: deviceId } }),
  };
  const stream = await media.getUserMedia({ audio }).catch((error: unknown) => {
    throw microphoneError(error, deviceId);
  });
  const [track] = stream.getAudioTracks();
  const context = new AudioContext({ latencyHint: 'interactive' });
  const release = async (): Promise<void> => {
    for (const each of stream.getTracks()) each.stop();
    if (context.state !== 'closed') await context.close();
  };
  try {
    await context.audioWorklet.addModule(captureUrl);
    const capture = new AudioWorkletNode(context, 'utter-capture', { numberOfInputs: 1, numberOfOutputs: 1 });
    // Its output is silence; a node that leads nowhere would not be run.
    context.createMediaStreamSource(stream).connect(capture).connect(context.destination);
    await context.resume();
    return {
      deviceId,
      label: track?.label || t('dictating.microphone'),
      track,
      context,
      command: (message, transfer = []) => capture.port.postMessage(message, transfer),
      release,
    };
  } catch (error) {
    await release();
    throw error;
  }
}

function openMicrophone(capture: Capture, keepWarm: (capture: Capture, warmMs: number) => void): OpenMicrophone {
  const { label, track, context, command, release } = capture;
  const speech = new MessageChannel();
  const journal = new MessageChannel();
  command({ type: 'connect', port: speech.port1, journal: journal.port1 }, [speech.port1, journal.port1]);
  const lost = new Promise<UtterError>((resolve) => {
    track?.addEventListener('ended', () => resolve(lostError(label)), { once: true });
  });
  return {
    label,
    sampleRateHz: context.sampleRate,
    port: speech.port2,
    journalPort: journal.port2,
    lost,
    stop: async (tailMs, warmMs) => {
      const isLive = (): boolean => track?.readyState === 'live';
      if (isLive()) await new Promise((resolve) => setTimeout(resolve, tailMs));
      if (warmMs > 0 && isLive()) {
        keepWarm(capture, warmMs);
        return;
      }
      command({ type: 'finish' });
      // The worklet answers within a quantum or two; closing the context at once could outrun it.
      await new Promise((resolve) => setTimeout(resolve, 50));
      await release();
    },
  };
}

function lostError(label: string): UtterError {
  return new UtterError('microphone-lost', t('failures.microphoneLost', { name: label }), t('failures.microphoneLostRemedy'));
}

/** A failure of getUserMedia in words; the names are those of the Media Capture and Streams specification. */
export function microphoneError(error: unknown, deviceId: string | null): UtterError {
  const name = error instanceof Error ? error.name : '';
  const options = { cause: error };
  if (name === 'NotAllowedError' || name === 'SecurityError') {
    return new UtterError('microphone-denied', t('failures.microphoneDenied'), t('failures.microphoneDeniedRemedy'), options);
  }
  if (name === 'OverconstrainedError' && deviceId !== null) {
    return new UtterError('microphone-missing', t('failures.microphoneGone'), t('failures.microphoneGoneRemedy'), options);
  }
  if (name === 'NotFoundError' || name === 'OverconstrainedError') {
    return new UtterError('microphone-missing', t('failures.noMicrophone'), t('failures.noMicrophoneRemedy'), options);
  }
  return new UtterError(
    'microphone-missing',
    t('failures.microphoneNotOpened', { reason: errorText(error) }),
    t('failures.microphoneNotOpenedRemedy'),
    options,
  );
}
