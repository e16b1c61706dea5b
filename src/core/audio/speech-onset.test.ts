import { expect, it } from 'vitest';
import { seededRandom } from '../metrics';
import { speechOnsetMs } from './speech-onset';

it('[E11] speech begins where it rises out of the noise, at any rate', () => {
  for (const sampleRateHz of [8000, 16000, 44100]) {
    for (const onsetMs of [0, 130, 700]) {
      const random = seededRandom(onsetMs + 1);
      const samples = Float32Array.from({ length: sampleRateHz }, (_, i) => {
        const noise = (random() - 0.5) * 0.004;
        return (i / sampleRateHz) * 1000 < onsetMs ? noise : noise + 0.3 * Math.sin((2 * Math.PI * 200 * i) / sampleRateHz);
      });
      expect(Math.abs(speechOnsetMs(samples, sampleRateHz) - onsetMs)).toBeLessThanOrEqual(10);
    }
  }
});

it('[E11] silence, and a recording shorter than a frame, begin at once', () => {
  expect(speechOnsetMs(new Float32Array(16000), 16000)).toBe(0);
  expect(speechOnsetMs(new Float32Array(3), 16000)).toBe(0);
});
