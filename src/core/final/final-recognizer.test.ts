import { describe, expect, it } from 'vitest';
import { seededRandom } from '../metrics';
import type { Transcript, Word } from '../transcript/types';
import { createFinalRecognizer, type FinalRecognizer, type FinalRecognizerOptions } from './final-recognizer';
import {
  allWords,
  rateHz,
  say,
  scriptedHost,
  scriptedPass,
  scriptedSegmenter,
  scriptedStreaming,
  settle,
  textOf,
} from './fixtures/scripted';
import type { PassScript, ScriptedHost, ScriptedPass } from './fixtures/scripted';
import type { SpeechSegment } from './types';

const blockMs = 100;
const silence = (ms: number): Float32Array => new Float32Array((ms * rateHz) / 1000);

interface World {
  readonly streamed: readonly Word[] | null;
  readonly segments: readonly SpeechSegment[];
  readonly pass: PassScript;
  readonly options?: Partial<FinalRecognizerOptions>;
}

interface Rig {
  readonly recognizer: FinalRecognizer;
  readonly pass: ScriptedPass;
  readonly host: ScriptedHost;
  readonly failures: unknown[];
  /** Feeds so much, block by block. */
  feed(ms: number): Promise<Transcript>;
}

function rig({ streamed, segments, pass: script, options }: World): Rig {
  const pass = scriptedPass(script);
  const host = scriptedHost();
  const failures: unknown[] = [];
  const streaming = streamed === null ? null : scriptedStreaming(streamed);
  const recognizer = createFinalRecognizer(
    { streaming, segmenter: scriptedSegmenter(segments), pass, host },
    { languages: ['en'], bias: () => [], streamingLagMs: 400, onFailure: (error) => failures.push(error), ...options },
  );
  return {
    recognizer,
    pass,
    host,
    failures,
    async feed(ms) {
      let transcript = await recognizer.acceptWaveform(new Float32Array(0), rateHz);
      for (let atMs = 0; atMs < ms; atMs += blockMs) transcript = await recognizer.acceptWaveform(silence(blockMs), rateHz);
      await settle();
      return transcript;
    },
  };
}

/** Two segments: what the search heard, and what the final pass makes of it. */
const two: World = {
  streamed: [...say('ewe wood scratch fat', 1000), ...say('an other one', 4000)],
  segments: [
    { startMs: 750, endMs: 2500 },
    { startMs: 3750, endMs: 5200 },
  ],
  pass: { words: [...say('you would scratch that', 1000), ...say('another one', 4000)] },
};

const texts = (transcript: Transcript): string[] => transcript.segments.map(({ words }) => textOf(words));

describe('final recognizer', () => {
  it('[V1] hears a segment when it has ended and goes on listening meanwhile', async () => {
    const { recognizer, pass, feed } = rig(two);
    const first = await feed(4500);
    expect(pass.heard).toHaveLength(1);
    expect(pass.heard[0]).toMatchObject({ startMs: 750, endMs: 2500, languages: ['en'] });
    expect(pass.heard[0]!.samples).toHaveLength(1750 * 16);
    expect(textOf(pass.heard[0]!.streamed)).toBe('ewe wood scratch fat');
    expect(first.segments).toEqual([]);
    expect(textOf(first.partial.tentative)).toBe('ewe wood scratch fat');
    await pass.release();
    expect(texts(await feed(100))).toEqual(['you would scratch that']);
    const end = recognizer.inputFinished();
    await settle();
    await pass.release();
    expect(texts(await end)).toEqual(['you would scratch that', 'another one']);
    expect(pass.mostAtOnce).toBe(1);
  });

  it('[V1] tells of final words between blocks, with what each model heard', async () => {
    const finals: string[] = [];
    const { recognizer, pass, feed } = rig({
      ...two,
      options: { onFinal: ({ words }, { startMs }) => finals.push(`${startMs} ${textOf(words)}`) },
    });
    const changes: string[] = [];
    const end = recognizer.onChange((transcript) => changes.push(textOf(allWords(transcript))));
    await feed(4600);
    expect(changes).toEqual([]);
    await pass.release();
    expect(changes).toEqual(['you would scratch that an']);
    expect(finals).toEqual(['750 you would scratch that']);
    end();
    const last = recognizer.inputFinished();
    await settle();
    await pass.release();
    await last;
    expect(changes).toHaveLength(1);
    expect(finals).toEqual(['750 you would scratch that', '3750 another one']);
  });

  it('[V1] needs no streaming model', async () => {
    const { recognizer, pass, feed } = rig({ ...two, streamed: null });
    await pass.release(true);
    const heard = await feed(3500);
    expect(texts(heard)).toEqual(['you would scratch that']);
    expect(texts(await recognizer.inputFinished())).toEqual(['you would scratch that']);
  });

  it('[V2] commits nothing but final words, in order, and never changes them', async () => {
    const random = seededRandom(1);
    for (let round = 0; round < 15; round++) {
      const { world, truth } = randomWorld(random);
      const fails = round % 3 === 0 ? () => random() < 0.3 : () => false;
      const { recognizer, pass } = rig({ ...world, pass: { ...world.pass, fails }, options: { refresh: round % 2 === 0 } });
      let before: readonly Word[] = [];
      const check = (transcript: Transcript): void => {
        const settled = transcript.segments.flatMap(({ words }) => words);
        expect(
          before.every((word, i) => word === settled[i]),
          textOf(settled),
        ).toBe(true);
        expect(transcript.partial.committed).toHaveLength(0);
        expectOrder(allWords(transcript), Infinity);
        before = settled;
      };
      recognizer.onChange(check);
      for (let atMs = 0; atMs < 20_000; atMs += blockMs) {
        check(await recognizer.acceptWaveform(silence(blockMs), rateHz));
        if (random() < 0.1) await pass.release();
      }
      const end = recognizer.inputFinished();
      await pass.release(true);
      const last = await end;
      check(last);
      expect(last.partial).toEqual({ committed: [], tentative: [] });
      expectOrder(allWords(last), last.durationMs);
      if (round % 3 !== 0) expect(textOf(allWords(last))).toBe(textOf(truth));
      expect(pass.mostAtOnce).toBeLessThanOrEqual(2);
    }
  });

  it('[V3] gives the same words however the samples are cut into calls', async () => {
    const random = seededRandom(2);
    for (let round = 0; round < 8; round++) {
      const { world } = randomWorld(random);
      const recognize = async (next: () => number): Promise<readonly [Transcript, readonly object[]]> => {
        const { recognizer, pass } = rig(world);
        await pass.release(true);
        for (let left = 20_000 * 16; left > 0;) {
          const count = Math.min(left, next());
          await recognizer.acceptWaveform(new Float32Array(count), rateHz);
          left -= count;
        }
        const asked = pass.heard.map(({ samples, ...rest }) => ({ ...rest, samples: samples.length }));
        return [await recognizer.inputFinished(), asked];
      };
      const whole = await recognize(() => 1600);
      expect(await recognize(() => Math.floor(random() * 9000))).toEqual(whole);
    }
  });

  it('[V4] gives each streamed word to one segment, and drops what only the search heard without being sure', async () => {
    const at = (text: string, ms: number, confidence: number): Word[] => say(text, ms, confidence);
    const streamed = [
      ...at('sure', 500, 0.9),
      ...at('near', 1900, 0.1),
      ...at('in', 2200, 0.9),
      ...at('after', 2850, 0.1),
      ...at('unsure', 5000, 0.1),
      ...at('certain', 7000, 0.8),
    ];
    const segments = [{ startMs: 2150, endMs: 2900 }];
    for (const limitMs of [Infinity, 0]) {
      const { recognizer, pass, host, feed } = rig({ streamed, segments, pass: { words: say('in', 2200), fails: () => true } });
      if (limitMs === Infinity) await pass.release(true);
      await feed(9000);
      const end = recognizer.finishWithin(limitMs);
      await settle();
      await host.pass(0);
      expect(textOf(pass.heard[0]!.streamed)).toBe('near in after');
      expect(texts((await end).transcript)).toEqual(['sure', 'near in after', 'certain']);
    }
  });

  it('[V5] keeps the streamed words of a segment that cannot be heard, tells it once, and tries the next', async () => {
    const { recognizer, pass, feed, failures } = rig({ ...two, pass: { ...two.pass, fails: (_, count) => count === 1 } });
    await pass.release(true);
    await feed(6000);
    expect(texts(await recognizer.inputFinished())).toEqual(['ewe wood scratch fat', 'another one']);
    expect(failures).toEqual([new Error("segment 1 can't be heard")]);
    recognizer.reset();
    await feed(6000);
    expect(texts(await recognizer.inputFinished())).toEqual(['you would scratch that', 'another one']);
    expect(failures).toHaveLength(1);
  });

  it('[V5] does with the streamed words where the detector fails', async () => {
    const failures: unknown[] = [];
    const segmenter = scriptedSegmenter(two.segments);
    let calls = 0;
    const accept = segmenter.accept.bind(segmenter);
    segmenter.accept = (samples) => (++calls > 36 ? Promise.reject(new Error('deaf')) : accept(samples));
    const pass = scriptedPass(two.pass);
    const streaming = scriptedStreaming(two.streamed!.map((word) => ({ ...word, confidence: 0.1 })));
    const recognizer = createFinalRecognizer(
      { streaming, segmenter, pass, host: scriptedHost() },
      { languages: [], bias: () => [], onFailure: (error) => failures.push(error) },
    );
    await pass.release(true);
    for (let block = 0; block < 60; block++) await recognizer.acceptWaveform(silence(100), rateHz);
    expect(texts(await recognizer.inputFinished())).toEqual(['you would scratch that', 'an other one']);
    expect(failures).toEqual([new Error('deaf')]);
  });

  it('[V6] delivers what was shown when the limit is over, and the final text later', async () => {
    const { recognizer, pass, host, feed } = rig(two);
    let shown = textOf(allWords(await feed(6000)));
    recognizer.onChange((transcript) => (shown = textOf(allWords(transcript))));
    const ending = recognizer.finishWithin(1500);
    await settle();
    await host.pass(1400);
    await pass.release();
    await host.pass(99);
    let isDelivered = false;
    void ending.then(() => (isDelivered = true));
    await settle();
    expect(isDelivered).toBe(false);
    await host.pass(1);
    const { transcript, late } = await ending;
    expect(shown).toBe('you would scratch that an other one');
    expect(textOf(allWords(transcript))).toBe(shown);
    expect(transcript.partial).toEqual({ committed: [], tentative: [] });
    let later: Transcript | null = null;
    void late!.then((final) => (later = final));
    await settle();
    expect(later).toBeNull();
    await pass.release();
    expect(texts((await late)!)).toEqual(['you would scratch that', 'another one']);
    // What was delivered is not changed behind one's back.
    expect(shown).toBe('you would scratch that an other one');
  });

  it('[V6] is final at once where the pass comes in time', async () => {
    const { recognizer, pass, host, feed } = rig(two);
    await pass.release(true);
    await feed(6000);
    const { transcript, late } = await recognizer.finishWithin(1500);
    expect(texts(transcript)).toEqual(['you would scratch that', 'another one']);
    expect(late).toBeNull();
    expect(host.timers).toBe(0);
  });

  it.each(['reset', 'dispose'] as const)('[V7] leaves nothing running after %s', async (how) => {
    const { recognizer, pass, feed } = rig(two);
    let changes = 0;
    recognizer.onChange(() => changes++);
    await feed(4500);
    const ending = recognizer.finishWithin(Infinity);
    await settle();
    recognizer[how]();
    await pass.release(true);
    expect((await ending).late).toBeNull();
    expect(pass.aborted).toBe(1);
    expect(pass.heard).toHaveLength(1);
    expect(changes).toBe(0);
  });

  it('[V7] is as new after a reset', async () => {
    const { recognizer, pass, feed } = rig(two);
    await feed(4200);
    recognizer.reset();
    await pass.release(true);
    await feed(6000);
    expect(texts(await recognizer.inputFinished())).toEqual(['you would scratch that', 'another one']);
  });

  it('[V7] gives what there is as the late transcript of a recording that is given up', async () => {
    const { recognizer, pass, host, feed } = rig(two);
    await feed(6000);
    const ending = recognizer.finishWithin(100);
    await settle();
    await host.pass(100);
    const { transcript, late } = await ending;
    recognizer.dispose();
    expect(await late).toEqual(transcript);
    await pass.release(true);
  });

  it('[V8] does with the streamed words of the oldest segments where the pass is too slow for live speech', async () => {
    const many = manySegments(12);
    const { recognizer, pass, feed } = rig({ ...many, options: { mostBehindMs: 5000 } });
    await feed(24_500);
    expect(pass.heard).toHaveLength(1);
    await pass.release(true);
    const words = texts(await recognizer.inputFinished());
    expect(words).toHaveLength(12);
    expect(words[0]).toBe('final 0');
    expect(words.filter((text) => text.startsWith('streamed')).length).toBeGreaterThan(5);
    expect(words.slice(-3)).toEqual(['final 9', 'final 10', 'final 11']);
  });

  it('[V8] makes recordings wait instead', async () => {
    const many = manySegments(12);
    const { recognizer, pass } = rig({ ...many, options: { mostPending: 2, mostBehindMs: 100 } });
    let isFed = false;
    const feeding = (async () => {
      for (let i = 0; i < 300; i++) await recognizer.acceptWaveform(silence(blockMs), rateHz);
      isFed = true;
    })();
    for (let i = 0; i < 40; i++) await settle();
    expect(isFed).toBe(false);
    await pass.release(true);
    await feeding;
    expect(texts(await recognizer.inputFinished())).toEqual(
      many.pass.words.reduce<string[]>(
        (all, { text }, i) => (i % 2 === 0 ? [...all, text] : [...all.slice(0, -1), `${all.at(-1)} ${text}`]),
        [],
      ),
    );
  });

  it('refuses bad samples without losing its place', async () => {
    const { recognizer, pass, feed } = rig(two);
    await pass.release(true);
    await feed(1000);
    await expect(recognizer.acceptWaveform(Float32Array.of(NaN), rateHz)).rejects.toMatchObject({ code: 'audio-invalid' });
    await feed(5000);
    expect(texts(await recognizer.inputFinished())).toEqual(['you would scratch that', 'another one']);
  });
});

function manySegments(count: number): World {
  const starts = Array.from({ length: count }, (_, i) => 500 + i * 2000);
  return {
    streamed: starts.flatMap((startMs, i) => say(`streamed ${i}`, startMs)),
    segments: starts.map((startMs) => ({ startMs: startMs - 200, endMs: startMs + 900 })),
    pass: { words: starts.flatMap((startMs, i) => say(`final ${i}`, startMs)) },
  };
}

/** Up to 20 s of speech in segments; some are cut without a pause and overlap. */
function randomWorld(random: () => number): { readonly world: World; readonly truth: readonly Word[] } {
  const truth: Word[] = [];
  const streamed: Word[] = [];
  const segments: SpeechSegment[] = [];
  let atMs = 300 + Math.floor(random() * 1000);
  let word = 0;
  while (atMs < 16_000) {
    const startMs = atMs - 200;
    const count = 1 + Math.floor(random() * 8);
    for (let i = 0; i < count && atMs < 18_000; i++) {
      const lengthMs = 120 + Math.floor(random() * 400);
      const said = { text: `w${word++}`, startMs: atMs, endMs: atMs + lengthMs, confidence: 0.9 };
      truth.push(said);
      if (random() < 0.8) streamed.push(random() < 0.7 ? said : { ...said, text: `x${word}` });
      atMs += lengthMs + Math.floor(random() * 150);
    }
    const isCut = random() < 0.3 && atMs < 15_000;
    segments.push({
      startMs: Math.max(startMs, isOverlapping(segments, startMs) ? segments.at(-1)!.endMs - 1000 : startMs),
      endMs: isCut ? atMs + 500 : atMs + 150,
    });
    if (!isCut) atMs += 800 + Math.floor(random() * 1500);
  }
  return { world: { streamed, segments, pass: { words: truth } }, truth };
}

function isOverlapping(segments: readonly SpeechSegment[], startMs: number): boolean {
  const last = segments.at(-1);
  return last !== undefined && startMs < last.endMs;
}

function expectOrder(words: readonly Word[], durationMs: number): void {
  let lastMs = 0;
  const isOrdered = words.every(({ startMs, endMs }) => {
    const isFine = startMs >= lastMs && endMs >= startMs && endMs <= durationMs;
    lastMs = endMs;
    return isFine;
  });
  expect(isOrdered, JSON.stringify(words)).toBe(true);
}
