import { type ChineseScript, chineseScript, simplified } from '../language/chinese-script';
import { isUnspaced } from '../language/unspaced-script';
import { createWrittenForms, type WrittenForms } from '../language/written-forms';
import { later } from '../transcript/shifted';
import type { Word } from '../transcript/types';
import type { BiasPhrase, Cancellation, FinalModel, FinalPass, FinalSegment, FinalText, Heard, Hearing } from './types';
import { type Ear, vote } from './vote';
import { voteTrace } from './vote-trace';

export interface FinalPassParts {
  /** Knows English alone, and is quick. */
  readonly small: FinalModel | null;
  /** Knows many languages. */
  readonly large: FinalModel | null;
  readonly tier: FinalPass['tier'];
  /** What Chinese is written in; by default as the system's language has it. */
  readonly chinese?: ChineseScript;
}

/** The user's words as the user writes them, however a model did. Kept, because every segment asks for the same. */
const formsOf = new WeakMap<readonly BiasPhrase[], WrittenForms>();

function forms(bias: readonly BiasPhrase[]): WrittenForms {
  let known = formsOf.get(bias);
  if (known === undefined) {
    known = createWrittenForms(
      bias.flatMap(({ text, written }) =>
        written === undefined ? [] : [{ tokens: text.toLowerCase().split(' '), written, isUnspaced: isUnspaced(text) }],
      ),
    );
    formsOf.set(bias, known);
  }
  return known;
}

/** What the small model is for. */
const voteLanguage = 'en';

/**
 * The final pass of the models at hand: each hears the segment, and where the words are English they and the streamed words are put to the
 * vote. In other languages the large model's words stand.
 * @throws UtterError from the models; the signal's reason when aborted.
 */
export function createFinalPass({ small, large, tier, chinese = chineseScript() }: FinalPassParts): FinalPass {
  const models = [small, large].filter((model) => model !== null);

  async function hear(segment: FinalSegment, signal?: Cancellation): Promise<FinalText> {
    const { samples, languages, bias } = segment;
    const isEnglishOnly = languages.length === 1 && languages[0] === voteLanguage;
    const ask = (model: FinalModel, draft?: string): Promise<Heard> =>
      model.hear(samples, { languages, bias, ...(draft !== undefined && { draft }), ...(signal && { signal }) });
    let heardSmall = small !== null && isEnglishOnly ? await ask(small) : null;
    const heardLarge = large === null ? null : await ask(large, writtenText(heardSmall));
    const language = heardLarge?.language ?? voteLanguage;
    // Which language it is, only the large model tells.
    if (small !== null && heardSmall === null && language === voteLanguage) heardSmall = await ask(small);
    const heard = [heardSmall, heardLarge].filter((one) => one !== null);
    const text = language === voteLanguage ? voted(segment, heard) : alone(segment, heard[0]!);
    const words = language === 'zh' && chinese === 'simplified' ? simplified(text.words) : text.words;
    return { ...text, words: forms(bias).words(words) };
  }

  return {
    tier,
    modelIds: models.map(({ id }) => id),
    hear,
    async refresh({ samples, startMs, languages, bias }, signal) {
      if (small === null || !languages.every((language) => language === voteLanguage)) return null;
      const { hypotheses } = await small.hear(samples, { languages, bias, beam: 1, ...(signal && { signal }) });
      return forms(bias).words(wordsOf(hypotheses[0], startMs));
    },
    async dispose() {
      for (const model of models) await model.dispose();
    },
  };
}

function wordsOf(hearing: Hearing | undefined, startMs: number): readonly Word[] {
  return (hearing?.words ?? []).map((word) => later(word, startMs));
}

function writtenText(heard: Heard | null): string | undefined {
  return heard?.hypotheses[0]?.words.map(({ text, written }) => written ?? text).join(' ');
}

function earOf({ modelId, family, hypotheses, hasTimes }: Heard, startMs: number): Ear {
  return {
    source: modelId,
    kind: family,
    hasTimes,
    hypotheses: hypotheses.map((hearing) => ({ ...hearing, words: wordsOf(hearing, startMs) })),
  };
}

function voted({ streamed, startMs, endMs, bias }: FinalSegment, heard: readonly Heard[]): FinalText {
  const ears = heard.map((one) => earOf(one, startMs));
  const said = ears.some(({ hypotheses }) => hypotheses.length > 0);
  const sources = [...(streamed.length > 0 ? [{ source: 'streaming', words: streamed }] : []), ...ears.map(bestOf)];
  // If every model that heard it again found silence, the search made words out of noise.
  if (!said) return { words: [], language: voteLanguage, heard: sources };
  if (streamed.length > 0) ears.push(streamedEar(streamed));
  // Commands, which nobody writes anything for, are ordinary words too.
  const names = bias.filter(({ written }) => written !== undefined).map(({ text }) => text);
  const result = vote(ears, { durationMs: endMs - startMs, names });
  return { words: result.words.map(plain), language: voteLanguage, heard: sources, why: voteTrace(result) };
}

function alone({ startMs }: FinalSegment, heard: Heard): FinalText {
  const ear = earOf(heard, startMs);
  const best = bestOf(ear);
  return { words: best.words, language: heard.language, hasTimes: heard.hasTimes, heard: [best] };
}

function bestOf({ source, hypotheses }: Ear): FinalText['heard'][number] {
  return { source, words: hypotheses[0]?.words ?? [], hypotheses };
}

function streamedEar(words: readonly Word[]): Ear {
  const logProb = words.reduce((sum, { confidence }) => sum + Math.log(Math.max(1e-3, confidence)), 0);
  return { source: 'streaming', kind: 'streaming', hypotheses: [{ words, logProb, pieces: words.length }], hasTimes: true };
}

function plain({ text, startMs, endMs, confidence, written }: Word): Word {
  return { text, startMs, endMs, confidence, ...(written !== undefined && { written }) };
}
