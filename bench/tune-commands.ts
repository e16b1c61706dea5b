/**
 * Fits the judge of spoken commands and writes `src/core/text/en/command-weights.json`:
 *
 *     npm run bench -- tune-commands [--lines 40000] [--prior 0.5] [--out FILE]
 *
 * Logistic regression over places where the words of a command were said: by people who speak all marks, some, or none, in text of the sources that
 * are for fitting, and in sentences of theirs in which those words are words. Sources that are held out are scored.
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { seededRandom } from '../src/core/metrics';
import { aheadEvidence, commandEvidence, leastCommandConfidence, type CommandPlace } from '../src/core/text/command-judge';
import { readPlaces } from '../proofs/text/command-places';
import { dictated, type SaidWord, type Sources, type Style } from '../proofs/text/command-corpus';
import { formulas, mentions } from '../proofs/text/command-mentions';
import { fittedSources, heldOutSources, mentionedIn, readMentioning, readParagraphs } from '../proofs/text/command-sources';
import { measuredPauses } from '../proofs/text/punctuation';
import { english } from '../src/core/text/en/index';
import { countBoundaries } from './tune/boundaries';
import { fitEvidence, type Judged } from './tune/evidence-fit';

/** Sentences of each source for each phrase. */
const literalOfPhrase = 600;
/** Lines of each source for which each sentence about a command is there once. */
const linesOfMention = 4000;
const texts = new Map<string, string[][]>();
const { values } = parseArgs({
  options: {
    lines: { type: 'string', default: '40000' },
    prior: { type: 'string', default: '0.5' },
    errors: { type: 'boolean', default: false },
    out: { type: 'string', default: path.resolve(import.meta.dirname, '../src/core/text/en/command-weights.json') },
  },
});
const sources: Sources = { random: seededRandom(11), pauses: (await measuredPauses()).pauses };
const boundaries = countBoundaries(fittedSources.map((source) => paragraphsOf(source).slice(0, 8000)));
console.log(`${Object.keys(boundaries).length} words with boundaries`);

const fitted = fittedSources.flatMap((source) => placesOf(source, Number(values.lines)));
// Sentences about a command weigh the same beside the text however much of that there is.
for (let round = 0; round < Number(values.lines) / linesOfMention; round++)
  for (const command of round === 0 ? english.commands : english.commands.filter(({ effect }) => effect.kind !== 'emoji'))
    for (const sentence of mentions(command, sources)) {
      const style = pickStyle();
      fitted.push(...judgedPlaces([sentence], style));
    }
for (const words of formulas(sources)) fitted.push(...judgedWords(words));
console.log(`${fitted.length} places, ${fitted.filter(({ isCommand }) => isCommand).length} of them commands`);
const evidence = fitEvidence(fitted, Number(values.prior));
writeFileSync(values.out, `${JSON.stringify({ evidence, boundaries })}\n`);
console.log(`${Object.keys(evidence).length} weights → ${values.out}`);

const heldOut = heldOutSources.flatMap((source) => placesOf(source, 8_000));
for (const [name, places] of [
  ['fitted', fitted],
  ['held out', heldOut],
] as const) {
  const wrong = (isCommand: boolean): string => {
    const those = places.filter((each) => each.isCommand === isCommand);
    const missed = those.filter((each) => scoreOf(each) > 0 !== isCommand).length;
    return `${missed} of ${those.length} (${((100 * missed) / those.length).toFixed(2)} %)`;
  };
  console.log(`${name}: commands missed ${wrong(true)}, words obeyed ${wrong(false)}`);
}

if (values.errors) {
  const names = ({ features, text }: Judged): string =>
    `${text}  [${features
      .filter(([name]) => / marks spoken|pause/.test(name))
      .map(([name]) => name)
      .join('; ')}]`;
  for (const each of heldOut) {
    const score = scoreOf(each);
    if (score > 0 !== each.isCommand) console.log(`${each.isCommand ? 'missed' : 'obeyed'} ${score.toFixed(1)} ${names(each)}`);
  }
}

function scoreOf({ features }: Judged): number {
  return features.reduce((sum, [name, value]) => sum + (evidence[name] ?? 0) * value, 0);
}

function paragraphsOf(source: string): string[][] {
  const known = texts.get(source) ?? readParagraphs(source, 60_000) ?? [];
  texts.set(source, known);
  return known;
}

function pickStyle(): Style {
  const at = sources.random();
  return at < 0.55 ? 'all' : at < 0.65 ? 'some' : 'none';
}

function placesOf(source: string, lines: number): Judged[] {
  const paragraphs = paragraphsOf(source);
  const places: Judged[] = [];
  const perPhrase = new Map<string, number>();
  for (const [index, paragraph] of paragraphs.entries()) {
    // Of text that mentions no command's word a part is enough.
    const mentioned = mentionedIn(paragraph).toSorted((a, b) => (perPhrase.get(a) ?? 0) - (perPhrase.get(b) ?? 0))[0];
    const style = pickStyle();
    const isWanted = mentioned === undefined ? index < lines / 8 && style !== 'none' : (perPhrase.get(mentioned) ?? 0) < 150;
    if (!isWanted) continue;
    if (mentioned !== undefined) perPhrase.set(mentioned, (perPhrase.get(mentioned) ?? 0) + 1);
    const from = sources.random() < 0.3 ? Math.floor(sources.random() * paragraph.length) : 0;
    places.push(...judgedPlaces(paragraph.slice(from, sources.random() < 0.3 ? from + 1 : undefined), style));
  }
  for (const sentence of literalSentences(source, paragraphs)) {
    // Words that are commands' elsewhere are said by those who speak marks, too.
    const at = sources.random();
    places.push(...judgedPlaces(sentence, at < 0.65 ? 'none' : at < 0.7 ? 'some' : 'all'));
  }
  return places;
}

/** Sentences of a whole source in which a command's words are words, some of them with one before. */
function literalSentences(source: string, paragraphs: readonly (readonly string[])[]): string[][] {
  const counts = new Map<string, number>();
  const found: string[][] = [];
  for (const sentence of readMentioning(source)) {
    const [rarest] = mentionedIn([sentence]).toSorted((a, b) => (counts.get(a) ?? 0) - (counts.get(b) ?? 0));
    if (rarest === undefined || (counts.get(rarest) ?? 0) >= literalOfPhrase) continue;
    counts.set(rarest, (counts.get(rarest) ?? 0) + 1);
    const before = paragraphs[Math.floor(sources.random() * paragraphs.length)] ?? [];
    found.push(sources.random() < 0.5 ? [sentence] : [...before.slice(0, 2), sentence]);
  }
  return found;
}

function judgedPlaces(sentences: readonly string[], style: Style): Judged[] {
  const said = dictated(sentences, style, sources, sources.random() < 0.5);
  return judgedWords(said);
}

function judgedWords(said: readonly SaidWord[]): Judged[] {
  // What is too doubtful for any command is not judged by evidence.
  const judged = readPlaces(said).filter(({ place }) => place.confidence >= leastCommandConfidence);
  return judged.map(({ place, isCommand }) => ({
    isCommand,
    features: featuresOf(place),
    text: `${place.twoBefore ?? ''} ${place.before ?? '|'} «${place.phrase}» ${place.after ?? '|'} (${place.confidence.toFixed(2)})`,
  }));
}

function featuresOf(place: CommandPlace): [string, number][] {
  return [...commandEvidence(place, boundaries), [aheadEvidence(place, place.ahead()), 1]];
}
