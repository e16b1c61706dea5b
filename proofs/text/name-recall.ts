import { join } from 'node:path';
import { learnPronunciations } from '../../src/core/language/learned-pronunciation';
import { createPronouncer } from '../../src/core/language/pronouncer';
import type { UserWord } from '../../src/core/language/user-words';
import { normalizedWords, wordErrors } from '../../src/core/metrics';
import type { OpenModel } from '../speech/model';
import type { EncodedUtterance } from '../speech/utterances';
import type { CustomWordsOptions } from './custom-words-options';
import type { Figures } from './proofs';
import { rareNames, speakAlone, speakNames, spokenNames, writeTable } from './spoken-names';
import { cpuMs, recognized, userWord, wordsOf, type Words } from './word-lists';

interface Counts {
  spoken: number;
  without: number;
  alone: number;
  withAll: number;
  otherNames: number;
  aroundWords: number;
  aroundWrong: number;
}

const noCounts: Counts = { spoken: 0, without: 0, alone: 0, withAll: 0, otherNames: 0, aroundWords: 0, aroundWrong: 0 };

/** How many of the names that synthesizers say in sentences are heard: without them, with each added alone, and with all added. */
export async function recallOfNames(
  opened: OpenModel,
  lists: ReadonlyMap<number, Words>,
  encoded: (table: string) => Promise<EncodedUtterance[]>,
  cache: string,
  { names: count = spokenNames, boost = 0, voicesPerName, log = () => {} }: CustomWordsOptions,
): Promise<Figures> {
  const spoken = speakNames(rareNames.slice(0, count), join(cache, 'wav'), voicesPerName);
  if (spoken.length === 0)
    return { missing: 'Neither flite nor espeak-ng is installed, so there is no speech with names in it.' };
  const table = join(cache, 'names.tsv');
  writeTable(spoken, table);
  const utterances = await encoded(table);
  const counts = new Map<string, Counts>([['all', { ...noCounts }]]);
  const dim = opened.encoder.outputDim;
  for (const [i, { name, voice, around }] of spoken.entries()) {
    const data = await utterances[i]!.frames();
    const heard = (words: Words): string[] => recognized(words.create(), data, dim);
    const plain = heard(lists.get(0)!);
    const alone = heard(await wordsOf(opened, [userWord(name, boost)]));
    const all = heard(lists.get(spokenNames)!);
    const errors = wordErrors(around, plain.join(' '));
    if (!counts.has(voice)) counts.set(voice, { ...noCounts });
    for (const each of [counts.get(voice)!, counts.get('all')!]) {
      each.spoken++;
      each.without += Number(normalizedWords(plain.join(' ')).includes(normalizedWords(name)[0]!));
      each.alone += Number(alone.includes(name));
      each.withAll += Number(all.includes(name));
      each.otherNames += all.filter((word) => word !== name && rareNames.includes(word)).length;
      each.aroundWords += errors.words;
      each.aroundWrong += errors.substitutions + errors.deletions;
    }
    if ((i + 1) % 100 === 0) log(`${i + 1} of ${spoken.length} names: ${JSON.stringify(counts.get('all'))}`);
  }
  return Object.fromEntries(
    [...counts].map(([voice, c]) => [
      voice,
      {
        spoken: c.spoken,
        recallWithout: c.without / c.spoken,
        recallAlone: c.alone / c.spoken,
        recallWithAll: c.withAll / c.spoken,
        otherNamesHeard: c.otherNames,
        wordsAroundRight: 1 - c.aroundWrong / c.aroundWords,
      },
    ]),
  );
}

/** Names that their letters do not tell: recall in a sentence, before and after three recordings of the name alone. */
export async function recallOfLearned(
  opened: OpenModel,
  encoded: (table: string) => Promise<EncodedUtterance[]>,
  cache: string,
  { learn = 20, boost = 0, voicesPerName, log = () => {} }: CustomWordsOptions,
): Promise<Figures> {
  const { parts, encoder } = opened;
  const { language, g2p, units, predictor, joint } = parts;
  if (language === null) return { missing: 'Only models of phones learn from recordings.' };
  const names = rareNames.slice(0, learn);
  const alone = speakAlone(names, join(cache, 'wav'), voicesPerName);
  const inSentence = speakNames(names, join(cache, 'wav'), voicesPerName);
  if (inSentence.length === 0) return { missing: 'Neither flite nor espeak-ng is installed.' };
  const tables = { alone: join(cache, 'alone.tsv'), inSentence: join(cache, 'learned.tsv') };
  writeTable(alone, tables.alone);
  writeTable(inSentence, tables.inSentence);
  const aloneFrames = await encoded(tables.alone);
  const sentenceFrames = await encoded(tables.inSentence);
  const pronouncer = createPronouncer(language.lexicon, g2p);
  const dim = encoder.outputDim;
  let [spoken, before, after, learnMs, learnedCount] = [0, 0, 0, 0, 0];
  for (const { name, voice } of inSentence) {
    const clips: { frames: number; dim: number; data: Float32Array }[] = [];
    for (const [i, clip] of alone.entries()) {
      if (clip.name !== name || clip.voice !== voice) continue;
      const data = await aloneFrames[i]!.frames();
      clips.push({ data, dim, frames: data.length / dim });
    }
    const word = userWord(name, boost);
    const since = process.cpuUsage();
    const pronunciations = learnPronunciations(clips, word, language, pronouncer, predictor, joint);
    learnMs += cpuMs(since);
    learnedCount++;
    const learned = pronunciations.map((phones) => phones.map((id) => units.pieces[id]!));
    const data = await sentenceFrames[inSentence.findIndex((s) => s.name === name && s.voice === voice)]!.frames();
    const hears = async (entry: UserWord): Promise<number> => {
      const words = await wordsOf(opened, [entry]);
      return recognized(words.create(), data, dim).includes(name) ? 1 : 0;
    };
    spoken++;
    before += await hears(word);
    after += await hears({ ...word, learned });
    if (spoken % 20 === 0) log(`${spoken} learned: ${before} before, ${after} after`);
  }
  return { spoken, recallByLetters: before / spoken, recallByRecordings: after / spoken, learnMs: learnMs / learnedCount };
}
