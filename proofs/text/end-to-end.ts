/**
 * From sound to written text: character errors of the formatted text, and of the words as recognised, against the sentences as they were written; and
 * the word errors beneath. A recording is taken where its sentence is in the text folder with case and marks: those are of training parts, so
 * the acoustic model has heard them. Word errors of dev speech, whose originals are not there, are those of `custom-words` without words.
 */
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadPunctuator } from '../../src/cli/punctuator';
import { createLexiconSearch } from '../../src/core/decoder/lexicon-search';
import { normalizedWords, totalErrors, wer, wordErrors } from '../../src/core/metrics';
import { english } from '../../src/core/text/en/index';
import { createTextFormatter } from '../../src/core/text/formatter';
import { createRulePunctuator } from '../../src/core/text/rule-punctuator';
import { spansText } from '../../src/core/transcript/text';
import { openModel } from '../speech/model';
import { recordedUtterances } from '../speech/utterances';
import { corpusFolder } from './custom-words';
import { readSentences, textFolder } from './number-round-trip';
import type { Figures } from './proofs';

/** Of the recordings whose sentence is known: every so many-th, so that many speakers are heard. */
const recordings = 100;

export async function proveEndToEnd(): Promise<Figures> {
  const table = join(corpusFolder, 'common-voice.tsv');
  if (!existsSync(table)) return { missing: `There is no ${table}; UTTER_SPEECH names another folder.` };
  const opened = await openModel('utter-en', 'wasm', 96);
  const { parts, encoder, key } = opened;
  const cache = join(tmpdir(), 'utter-prove', 'frames');
  const utterances = await recordedUtterances(table, encoder, parts.manifest.featurizer.sampleRateHz, key, {
    cache,
    split: 'train',
  });
  const spoken = new Set(utterances.map(({ text }) => keyOf(text)));
  const written = new Map<string, string>();
  const sentences = await readSentences((sentence) => sentence.length < 300 && spoken.has(keyOf(sentence)));
  if (sentences === null) return { missing: `There is no text in ${textFolder}; UTTER_TEXT names another folder.` };
  for (const sentence of sentences) if (!written.has(keyOf(sentence))) written.set(keyOf(sentence), sentence);
  const known = utterances.filter(({ text }) => written.has(keyOf(text)));
  const every = Math.max(1, Math.floor(known.length / recordings));
  const punctuator = (await loadPunctuator('en')) ?? createRulePunctuator(english);
  const sums = { characters: 0, asFormatted: 0, asRecognised: 0, ifRecognisedRight: 0 };
  const errors: ReturnType<typeof wordErrors>[] = [];
  for (const utterance of known.filter((_, i) => i % every === 0)) {
    const data = await utterance.frames();
    const search = createLexiconSearch(parts.predictor, parts.joint, { ...parts.language!, user: null }, encoder.frameMs);
    for (let offset = 0; offset < data.length; offset += encoder.outputDim) search.advance(data, offset, Infinity);
    const words = search.endUtterance();
    const format = (said: typeof words): string =>
      spansText(createTextFormatter({ language: english, punctuator }).update(said, [], true).committed);
    const original = written.get(keyOf(utterance.text))!;
    const right = utterance.text
      .toLowerCase()
      .split(' ')
      .map((text) => ({ text, startMs: NaN, endMs: NaN, confidence: 1 }));
    sums.characters += original.length;
    sums.asFormatted += distance(original, format(words));
    sums.asRecognised += distance(original, words.map(({ text }) => text).join(' '));
    sums.ifRecognisedRight += distance(original, format(right));
    errors.push(wordErrors(utterance.text, words.map(({ text }) => text).join(' ')));
  }
  return {
    recordings: errors.length,
    wer: wer(totalErrors(errors)),
    cerAsFormatted: sums.asFormatted / sums.characters,
    cerAsRecognised: sums.asRecognised / sums.characters,
    /** Of formatting alone: the words of the transcript, pauses unknown. */
    cerOfTranscript: sums.ifRecognisedRight / sums.characters,
  };
}

const keyOf = (text: string): string => normalizedWords(text).join(' ');

/** Fewest insertions, deletions and substitutions of characters. */
function distance(from: string, to: string): number {
  const target = Array.from(to);
  let row = Array.from({ length: target.length + 1 }, (_, i) => i);
  for (const [i, character] of Array.from(from).entries()) {
    const next = [i + 1];
    for (const [j, other] of target.entries())
      next.push(Math.min(row[j]! + Number(character !== other), row[j + 1]! + 1, next[j]! + 1));
    row = next;
  }
  return row[target.length]!;
}
