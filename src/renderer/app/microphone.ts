import type { UtterError } from '../../core/errors';
import { t } from '../locales/language';
import { Capture } from './capture';
import { Reception, type MicrophoneTrouble } from './reception';

export interface MicrophoneDevice {
  readonly id: string;
  readonly label: string;
}

/** Told what keeps speech from being heard, null when nothing does; and who listens, which may have become another. */
export type ReceptionChanged = (trouble: MicrophoneTrouble | null, label: string) => void;

/** A microphone that is recording. Its audio goes past the page: each port belongs to a worker. */
export interface OpenMicrophone {
  /** Of the device that was opened. */
  readonly label: string;
  readonly sampleRateHz: number;
  /** For the speech worker. */
  readonly port: MessagePort;
  /** For the journal worker. */
  readonly journalPort: MessagePort;
  /** Resolves if the device goes away before `stop` and does not come back. */
  readonly lost: Promise<UtterError>;
  onReception(listener: ReceptionChanged): void;
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
      if (capture?.deviceId === deviceId && capture.isLive) {
        clearTimeout(timer);
        warm = null;
        await capture.context.resume();
        return openMicrophone(capture, keepWarm);
      }
      await coolDown();
      return openMicrophone(await Capture.start(media, deviceId, captureUrl), keepWarm);
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

function openMicrophone(capture: Capture, keepWarm: (capture: Capture, warmMs: number) => void): OpenMicrophone {
  const speech = new MessageChannel();
  const journal = new MessageChannel();
  capture.command({ type: 'connect', port: speech.port1, journal: journal.port1 }, [speech.port1, journal.port1]);
  let lose: (error: UtterError) => void = () => {};
  const lost = new Promise<UtterError>((resolve) => (lose = resolve));
  let heard: Parameters<ReceptionChanged> = [null, capture.label];
  let listener: ReceptionChanged = () => {};
  const reception = new Reception(capture, {
    changed: (...now) => {
      heard = now;
      listener(...now);
    },
    lost: lose,
  });
  return {
    label: capture.label,
    sampleRateHz: capture.context.sampleRate,
    port: speech.port2,
    journalPort: journal.port2,
    lost,
    onReception: (next) => {
      listener = next;
      listener(...heard);
    },
    stop: async (tailMs, warmMs) => {
      if (reception.isHearing) await new Promise((resolve) => setTimeout(resolve, tailMs));
      // One that stands in for the chosen device, or is gone, is not what the next dictation wants.
      const isAsOpened = reception.isHearing && reception.isAsOpened;
      reception.end();
      if (warmMs > 0 && isAsOpened) {
        keepWarm(capture, warmMs);
        return;
      }
      capture.command({ type: 'finish' });
      // The worklet answers within a quantum or two; closing the context at once could outrun it.
      await new Promise((resolve) => setTimeout(resolve, 50));
      await capture.release();
    },
  };
}
