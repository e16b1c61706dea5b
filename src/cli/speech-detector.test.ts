import { expect, it } from 'vitest';
import { openSpeechDetector } from './speech-detector';

it('[V19] the command line has the detector that comes with Utter', async () => {
  const detector = await openSpeechDetector();
  const stream = detector.createStream();
  expect((await stream.next(new Float32Array(detector.frameSamples)))[0]).toBeLessThan(0.1);
  await detector.dispose();
});

it('[V19] a detector that is missing is named, with the way out', async () => {
  await expect(openSpeechDetector('/nowhere/silero-vad.onnx')).rejects.toMatchObject({
    code: 'model-not-found',
    message: expect.stringContaining('/nowhere/silero-vad.onnx') as string,
  });
});
