/**
 * Measures the words that one sees while speaking, with and without the final pass hearing the open segment again:
 *
 *     npm run bench -- refresh TABLE [--utterances 60]
 *
 * Recordings of the split "dev" are heard in blocks of 100 ms. Refreshing takes no time of theirs: each block waits for what the one before
 * asked for. What is shown when the last block has come, before anything is final, is compared with the reference, and so is the final text.
 * `changedPercent` are words that had been shown twice in the same form and were another later.
 * The last line is one JSON object, word error rates in percent.
 */
import { parseArgs } from 'node:util';
import { openEars } from '../src/cli/ears';
import { earsParts } from '../src/cli/ears-parts';
import { processTerminal } from '../src/cli/terminal';
import { readUtterances } from '../src/cli/utterance-list';
import { createFinalRecognizer } from '../src/core/final/final-recognizer';
import type { FinalPass } from '../src/core/final/types';
import { totalErrors, wer, wordErrors } from '../src/core/metrics';
import { transcriptText } from '../src/core/transcript/text';
import { finalHost } from '../src/engine/final-host';
import { openAudio } from '../src/media/open';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { utterances: { type: 'string', default: '60' } },
});

/** The refreshing that is under way. */
let refreshing: Promise<unknown> = Promise.resolve();
const tookMs: number[] = [];

function tracked(pass: FinalPass): FinalPass {
  return {
    tier: pass.tier,
    modelIds: pass.modelIds,
    hear: (segment, signal) => pass.hear(segment, signal),
    refresh(segment, signal) {
      const start = performance.now();
      const words = pass.refresh(segment, signal);
      refreshing = words.then(
        () => tookMs.push(performance.now() - start),
        () => {},
      );
      return words;
    },
    dispose: () => pass.dispose(),
  };
}

const terminal = processTerminal(false);
const parts = earsParts();
const ears = await openEars({ backend: 'wasm', finalModels: 'both', threads: 1 }, terminal, {
  ...parts,
  createFinalRecognizer: ({ pass, ...others }, rest) =>
    createFinalRecognizer(
      { ...others, pass: tracked(pass), host: { ...finalHost, nowMs: () => 0 } },
      { ...rest, refresh: isRefreshed },
    ),
});
let isRefreshed = false;

const utterances = await readUtterances(positionals[0]!, { split: 'dev' });
const step = Math.max(1, Math.floor(utterances.length / Number(options.utterances)));
const errors = {
  streamed: [] as ReturnType<typeof wordErrors>[],
  refreshed: [] as ReturnType<typeof wordErrors>[],
  final: [] as ReturnType<typeof wordErrors>[],
};
let words = 0;
let changed = 0;

/** Words that were the same in two sights and another in the third. */
function count([before, last, now]: readonly (readonly string[])[]): void {
  if (before === undefined || last === undefined || now === undefined) return;
  for (const [i, word] of last.entries()) {
    if (i >= before.length - 1 || word !== before[i]) continue;
    words++;
    if (now[i] !== word) changed++;
  }
}

for (const { file, text } of utterances.filter((_, i) => i % step === 0).slice(0, Number(options.utterances))) {
  for (isRefreshed of [false, true]) {
    const recognizer = ears.createRecognizer({ streaming: {}, mostPending: Infinity });
    const audio = await openAudio({ path: file }, file);
    let shown = '';
    const sights: (readonly string[])[] = [];
    for await (const block of audio.blocks()) {
      for (let at = 0; at < block.length; at += audio.sampleRateHz / 10) {
        shown = transcriptText(
          await recognizer.acceptWaveform(block.slice(at, at + audio.sampleRateHz / 10), audio.sampleRateHz),
        );
        await refreshing;
        if (isRefreshed && sights.at(-1)?.join(' ') !== shown) {
          sights.push(shown.split(' '));
          count(sights.slice(-3));
        }
      }
    }
    errors[isRefreshed ? 'refreshed' : 'streamed'].push(wordErrors(text, shown));
    const final = transcriptText(await recognizer.inputFinished());
    if (isRefreshed) errors.final.push(wordErrors(text, final));
    recognizer.dispose();
    audio.close();
  }
}
await ears.dispose();
const percent = (one: readonly ReturnType<typeof wordErrors>[]): number => Number((100 * wer(totalErrors(one))).toFixed(1));
console.log(
  JSON.stringify({
    recordings: errors.final.length,
    streamed: percent(errors.streamed),
    refreshed: percent(errors.refreshed),
    final: percent(errors.final),
    refreshes: tookMs.length,
    refreshMs: Math.round(tookMs.reduce((sum, ms) => sum + ms, 0) / tookMs.length),
    changedPercent: Number(((100 * changed) / words).toFixed(1)),
  }),
);
