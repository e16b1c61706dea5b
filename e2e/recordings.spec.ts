import { expect, test } from './app';
import { fixture, readSound, resample, silence, speech, wav, writeCached } from './audio';
import { liveWords, utter } from './command-line';
import { UtterWindow, wordsOf } from './utter-window';

const speechWav = wav(speech());

test('[W1, U10] a dropped recording has the same text and exports as on the command line', async ({ page }) => {
  const window = new UtterWindow(page);
  await window.open();
  const words = await window.transcribe('speech.wav', speechWav);
  expect(words).not.toEqual([]);
  await expect(window.transcript, '[U3] words alone').toHaveText(words.join(' '));

  for (const format of ['txt', 'srt', 'vtt']) {
    const exported = await window.export(format);
    expect(exported.name).toBe(`speech.${format}`);
    expect(exported.contents).toBe(await utter('transcribe', ...liveWords, fixture('speech.wav'), '--format', format));
  }
  expect(wordsOf((await window.export('txt')).contents)).toEqual(words);
});

test('[W1] the JSON export holds the same words at the same times', async ({ page }) => {
  const window = new UtterWindow(page);
  await window.open();
  await window.transcribe('speech.wav', speechWav);
  // Confidences may differ in their last digits between backends; words and times may not. The command line names the language besides.
  const wordsAndTimes = (json: string): unknown =>
    JSON.parse(json, (key, value: unknown) => (key === 'confidence' || key === 'language' ? undefined : value));
  const exported = await window.export('json');
  const printed = await utter('transcribe', ...liveWords, fixture('speech.wav'), '--format', 'json');
  expect(wordsAndTimes(exported.contents)).toEqual(wordsAndTimes(printed));
});

for (const { name, bytes } of [
  { name: '8 kHz.wav', bytes: wav(resample(speech(), 8000)) },
  { name: '192 kHz.wav', bytes: wav(resample(speech(), 192_000)) },
  { name: '8 channels.wav', bytes: wav(speech(), { channels: 8 }) },
  { name: 'floats.wav', bytes: wav(speech(), { encoding: 'float32' }) },
]) {
  test(`[W1] ${name} has the same text as on the command line`, async ({ page }) => {
    const window = new UtterWindow(page);
    await window.open();
    const words = await window.transcribe(name, bytes);
    expect(words).not.toEqual([]);
    expect(words).toEqual(wordsOf(await utter('transcribe', ...liveWords, writeCached(name, bytes))));
  });
}

test('[W1] eight equal channels are one channel', async ({ page }) => {
  const window = new UtterWindow(page);
  await window.open();
  const mono = await window.transcribe('mono.wav', speechWav);
  expect(await window.transcribe('8 channels.wav', wav(speech(), { channels: 8 }))).toEqual(mono);
});

const header = speechWav.subarray(0, 44);
for (const { name, bytes } of [
  { name: 'empty.wav', bytes: Buffer.alloc(0) },
  { name: 'no samples.wav', bytes: Buffer.concat([header.subarray(0, 40), Buffer.alloc(4)]) },
  { name: 'half a header.wav', bytes: header.subarray(0, 20) },
  { name: 'letter.wav', bytes: Buffer.from('Dear Sir or Madam,\nthis is not a recording.\n') },
  {
    name: 'noise.mp3',
    bytes: Buffer.from(Array.from({ length: 20_000 }, (_, i) => (i * i * 31 + i * 7) % 251)),
  },
  { name: 'film.xyz', bytes: Buffer.alloc(5000, 'x') },
  { name: 'silence.wav', bytes: wav(silence(16_000, 5000)) },
]) {
  test(`[W2] ${name} gives a message that names it and the remedy; the next file is still done`, async ({ page }) => {
    const window = new UtterWindow(page);
    await window.open();
    await window.drop({ name, bytes }, { name: 'speech.wav', bytes: speechWav });
    await window.recordingEnded('speech.wav');
    await window.text(name).click();
    const message = window.alert.locator('strong');
    await expect(message).toContainText(name);
    const said = (await message.innerText()).trim();
    const remedy = (await window.alert.innerText()).replace(said, '').trim();
    expect(remedy, 'a remedy').toMatch(/\w+ \w+/);
    expect(remedy, 'not an unforeseen error').not.toContain('defect in Utter');

    await window.text('speech.wav').click();
    await expect(window.alert).toHaveText([]);
    expect(await window.words()).not.toEqual([]);
  });
}

test('[W2] a recording that was cut off is transcribed up to there, or named with the remedy', async ({ page }) => {
  const window = new UtterWindow(page);
  await window.open();
  const whole = readSound(fixture('speech.wav')).samples.length;
  await window.drop({ name: 'cut off.wav', bytes: speechWav.subarray(0, 44 + Math.floor(whole)) });
  await window.recordingEnded('cut off.wav');
  if (await window.alert.isVisible()) await expect(window.alert).toContainText('cut off.wav');
  else expect(await window.words()).not.toEqual([]);
});

test('[W3] a recording can be cancelled; what was recognised stays', async ({ page }) => {
  const window = new UtterWindow(page);
  await window.open();
  const { sampleRateHz, samples } = speech();
  const long = new Float32Array(samples.length * 60);
  for (let i = 0; i < 60; i++) long.set(samples, i * samples.length);
  await window.drop({ name: 'long.wav', bytes: wav({ sampleRateHz, samples: long }) });
  await expect(window.texts.getByRole('progressbar', { name: 'long.wav' })).toBeVisible();
  await expect.poll(() => window.transcript.innerText()).not.toMatch(/^\s*$|Listening to the recording/);
  await page.getByRole('button', { name: 'Cancel long.wav' }).click();
  await window.recordingEnded('long.wav');
  await expect(window.text('long.wav')).toContainText('cancelled');
  expect(await window.words()).not.toEqual([]);
  await expect(window.alert).toHaveText([]);
});
