import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../core/metrics';
import { createRealFft } from './real-fft';

describe('the transform of real numbers', () => {
  it.each([4, 8, 16, 128, 256, 512])(
    '[X25] of %i samples gives the power of each frequency by definition, within single precision',
    (size) => {
      const random = seededRandom(size);
      const samples = Float32Array.from({ length: size }, () => random() - 0.5);
      const power = new Float32Array(size / 2 + 1);
      createRealFft(size).power(samples, power);
      const expected = Array.from(power, (_, point) => {
        let [re, im] = [0, 0];
        for (let n = 0; n < size; n++) {
          re += samples[n]! * Math.cos((2 * Math.PI * point * n) / size);
          im -= samples[n]! * Math.sin((2 * Math.PI * point * n) / size);
        }
        return re * re + im * im;
      });
      const largest = Math.max(...expected);
      for (const [point, value] of expected.entries()) expect(Math.abs(power[point]! - value)).toBeLessThan(2e-6 * largest);
    },
  );
});
