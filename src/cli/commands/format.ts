import { UtterError } from '../../core/errors';
import type { CommandVerdict } from '../../core/text/command-judge';
import { createTextFormatter } from '../../core/text/formatter';
import { textLanguage } from '../../core/text/languages';
import { createRulePunctuator } from '../../core/text/rule-punctuator';
import { markOptions } from '../../core/text/writer';
import type { Punctuator, TextSpan } from '../../core/text/types';
import { spansText, wordsText } from '../../core/transcript/text';
import type { Word } from '../../core/transcript/types';
import type { Terminal } from '../terminal';
import { type TextOptions, textSettings } from '../text-options';

export interface FormatOptions extends TextOptions {
  /** Words separated by spaces, or JSON as `transcribe` writes it for a segment; one text per line. */
  readonly from: 'words' | 'json';
  /** One JSON object for each line, with the words that each piece of text was made from. */
  readonly json?: boolean;
  /** Says of each place where the words of a command were said whether it is one, and why. */
  readonly why?: boolean;
}

/**
 * Writes the words of each input line as text.
 * @param input bytes of UTF-8
 * @param punctuator null leaves case and marks to rules
 * @returns exit status
 * @throws UtterError text-invalid, with the line that can't be read; lines before it are written.
 */
export async function format(
  input: AsyncIterable<Uint8Array>,
  options: FormatOptions,
  terminal: Terminal,
  punctuator: Punctuator | null = null,
): Promise<number> {
  const settings = await textSettings(options);
  const language = textLanguage('en')!;
  let number = 0;
  for await (const line of textLines(input)) {
    number++;
    const { words, hasTimes } = options.from === 'json' ? jsonWords(line, number) : plainWords(line);
    let spans: readonly TextSpan[] | null = null;
    const verdicts: CommandVerdict[] = [];
    if (settings.formatText) {
      const formatter = createTextFormatter({
        language,
        punctuator: punctuator ?? createRulePunctuator(language),
        style: settings.style,
        ...markOptions(settings, language),
        replacements: settings.replacements,
        onVerdict: (verdict) => verdicts.push(verdict),
        hasTimes,
      });
      spans = formatter.update(words, [], true).committed;
    }
    const text = spans === null ? wordsText(words) : spansText(spans).replace(/^ +/u, '');
    if (options.json !== true) terminal.out(`${text}\n`);
    else
      terminal.out(
        `${JSON.stringify({ text, words: words.map((word) => word.text), spans: spans?.map(spanOf) ?? null, ...(options.why === true && { commands: verdicts }) })}\n`,
      );
    if (options.why === true && options.json !== true) for (const verdict of verdicts) terminal.out(`${explained(verdict)}\n`);
  }
  return 0;
}

/** The weightiest pieces of evidence are enough. */
const explainedPieces = 6;

function explained({ phrase, isCommand, probability, evidence }: CommandVerdict): string {
  const pieces = evidence
    .slice(0, explainedPieces)
    .map(({ name, weight }) => `${weight > 0 ? '+' : ''}${weight.toFixed(1)} ${name}`);
  return `  “${phrase}” is ${isCommand ? 'a command' : 'text'} (${(100 * probability).toFixed(1)} %): ${pieces.join(', ')}`;
}

function spanOf({ text, firstWord, endWord }: TextSpan): object {
  return { text, firstWord, endWord };
}

/** Lines of UTF-8, as they come. */
async function* textLines(input: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let pieces: Uint8Array[] = [];
  let number = 0;
  const take = (last: Uint8Array): string => {
    number++;
    const bytes = Buffer.concat([...pieces, last]);
    pieces = [];
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(bytes).replace(/\r$/, '');
    } catch (error) {
      throw invalid(number, 'is not UTF-8', 'Convert the text to UTF-8.', error);
    }
  };
  for await (const block of input) {
    let start = 0;
    for (let end = block.indexOf(10); end >= 0; end = block.indexOf(10, start)) {
      yield take(block.subarray(start, end));
      start = end + 1;
    }
    if (start < block.length) pieces.push(block.subarray(start));
  }
  if (pieces.length > 0) yield take(new Uint8Array(0));
}

interface Line {
  readonly words: readonly Word[];
  readonly hasTimes: boolean;
}

function plainWords(line: string): Line {
  const texts = line.split(/\s+/u).filter((text) => text !== '');
  return { words: texts.map((text) => ({ text, startMs: 0, endMs: 0, confidence: 1 })), hasTimes: false };
}

/** `{"words": […]}` or the list alone, of strings or of objects with `text` and, if known, times and confidence. */
function jsonWords(line: string, number: number): Line {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch (error) {
    throw invalid(number, 'is not JSON', jsonRemedy, error);
  }
  const list = isRecord(json) ? json['words'] : json;
  if (!Array.isArray(list)) throw invalid(number, 'has no list of words', jsonRemedy);
  let hasTimes = list.length > 0;
  const words = list.map((entry: unknown, index): Word => {
    const word = typeof entry === 'string' ? { text: entry } : entry;
    if (!isRecord(word) || typeof word['text'] !== 'string')
      throw invalid(number, `has no text in word ${index + 1}`, jsonRemedy);
    const { text, startMs, endMs, confidence = 1 } = word;
    if (typeof confidence !== 'number') throw invalid(number, `has no number as confidence of word ${index + 1}`, jsonRemedy);
    if (typeof startMs === 'number' && typeof endMs === 'number') return { text, startMs, endMs, confidence };
    hasTimes = false;
    return { text, startMs: 0, endMs: 0, confidence };
  });
  return { words, hasTimes };
}

const jsonRemedy = 'Give one {"words": [{"text": …, "startMs": …, "endMs": …, "confidence": …}]} on each line.';

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function invalid(line: number, problem: string, remedy: string, cause?: unknown): UtterError {
  return new UtterError('text-invalid', `Line ${line} of standard input ${problem}.`, remedy, { cause });
}
