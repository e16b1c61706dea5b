/** Chromium's fake microphones, and a tap on what the application hears through them. */
import type { Page } from '@playwright/test';
import { join, resample, silence, speech, wav, writeCached, type Sound } from './audio';

export type FakeMicrophone = { readonly kind: 'plays'; readonly file: string } | { readonly kind: 'denied' };

/** The browser's arguments; `%noloop`: silence follows when the file ends. */
export function microphoneArgs(microphone: FakeMicrophone): readonly string[] {
  const device = '--use-fake-device-for-media-stream';
  const prompt = '--use-fake-ui-for-media-stream';
  switch (microphone.kind) {
    case 'plays':
      return [device, prompt, `--use-file-for-fake-audio-capture=${microphone.file}%noloop`];
    case 'denied':
      return [device, `${prompt}=deny`];
  }
}

/** Fixture speech at a sound card's usual rate, after enough silence for capture to be running by then. */
const spoken = join(silence(48_000, 2000), resample(speech(), 48_000), silence(48_000, 500));

/** When everything has been said, counted from the opening of the microphone. */
export const speakingMicrophoneMs = (spoken.samples.length * 1000) / spoken.sampleRateHz;

export const speakingMicrophone: FakeMicrophone = {
  kind: 'plays',
  file: writeCached('microphone.wav', wav(spoken)),
};

/** Before the page loads: a machine without a microphone. (Chromium's fake devices always include one.) */
export async function removeMicrophone(page: Page): Promise<void> {
  await page.addInitScript(() => {
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('Requested device not found', 'NotFoundError'));
    navigator.mediaDevices.enumerateDevices = () => Promise.resolve([]);
  });
}

/** A microphone that is on and delivers nothing but zeros. */
export const silentMicrophone: FakeMicrophone = {
  kind: 'plays',
  file: writeCached('silent-microphone.wav', wav(silence(48_000, 1000))),
};

/** Before the page loads: makes the microphone's cable something that `unplugMicrophone` can pull, and `plugMicrophoneIn` put back. */
export async function makeUnpluggable(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const devices = navigator.mediaDevices;
    const open = devices.getUserMedia.bind(devices);
    let isPulled = false;
    addEventListener('plug-in-for-tests', () => {
      isPulled = false;
      devices.dispatchEvent(new Event('devicechange'));
    });
    devices.getUserMedia = async (constraints) => {
      if (isPulled) throw new DOMException('Requested device not found', 'NotFoundError');
      const stream = await open(constraints);
      addEventListener('unplug-for-tests', () => {
        isPulled = true;
        for (const track of stream.getTracks()) {
          track.stop();
          track.dispatchEvent(new Event('ended')); // a track that the page stops itself does not say so
        }
      });
      return stream;
    };
  });
}

export async function unplugMicrophone(page: Page): Promise<void> {
  await page.evaluate(() => dispatchEvent(new Event('unplug-for-tests')));
}

export async function plugMicrophoneIn(page: Page): Promise<void> {
  await page.evaluate(() => dispatchEvent(new Event('plug-in-for-tests')));
}

interface Tap {
  sampleRateHz: number;
  readonly blocks: number[][];
}

/** Before the page loads: keeps a copy of all audio on its way from the capture worklet to the speech worker. */
export async function tapMicrophone(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const tap: Tap = { sampleRateHz: 0, blocks: [] };
    Object.defineProperty(globalThis, 'tapForTests', { value: tap, enumerable: false });
    const post = Worker.prototype.postMessage;
    Worker.prototype.postMessage = function (this: Worker, message: unknown, ...rest: unknown[]) {
      const request = message as { type?: string; port?: MessagePort; sampleRateHz?: number };
      if (request.type !== 'start' || request.port === undefined) {
        return Reflect.apply(post, this, [message, ...rest]);
      }
      const source = request.port;
      const between = new MessageChannel();
      tap.sampleRateHz = request.sampleRateHz ?? 0;
      source.onmessage = ({ data }: MessageEvent<{ samples?: Float32Array }>) => {
        if (data.samples !== undefined) tap.blocks.push([...data.samples]);
        between.port1.postMessage(data);
      };
      between.port1.onmessage = ({ data }) => source.postMessage(data);
      return Reflect.apply(post, this, [{ ...request, port: between.port2 }, [between.port2]]);
    } as typeof post;
  });
}

/** How much sound has gone to the speech worker. */
export async function heardSoundMs(page: Page): Promise<number> {
  return page.evaluate(() => {
    const { sampleRateHz, blocks } = (globalThis as unknown as { tapForTests: Tap }).tapForTests;
    const samples = blocks.reduce((sum, block) => sum + block.length, 0);
    return sampleRateHz === 0 ? 0 : (samples * 1000) / sampleRateHz;
  });
}

/** Exactly the samples that went to the speech worker. */
export async function heardSound(page: Page): Promise<Sound> {
  const { sampleRateHz, blocks } = await page.evaluate(() => (globalThis as unknown as { tapForTests: Tap }).tapForTests);
  return { sampleRateHz, samples: Float32Array.from(blocks.flat()) };
}
