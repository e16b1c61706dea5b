import { expect, it } from 'vitest';
import { microphoneError } from './microphone';

const named = (name: string): Error => new DOMException('detail', name);

it.each([
  ['NotAllowedError', null, 'microphone-denied', 'not allowed'],
  ['SecurityError', null, 'microphone-denied', 'not allowed'],
  ['NotFoundError', null, 'microphone-missing', 'No microphone'],
  ['OverconstrainedError', null, 'microphone-missing', 'No microphone'],
  ['OverconstrainedError', 'usb', 'microphone-missing', 'you chose'],
  ['NotReadableError', null, 'microphone-missing', 'detail'],
  ['AbortError', null, 'microphone-missing', 'detail'],
])('[S9] %s (chosen: %s) is %s', (name, chosen, code, words) => {
  const error = microphoneError(named(name), chosen);
  expect(error).toMatchObject({ code, message: expect.stringContaining(words) as string });
  expect(error.remedy).not.toBe('');
});
