import type { FinalText, SpeechSegment } from '../core/final/types';
import { alignWords } from '../core/metrics';
import type { Word } from '../core/transcript/types';

/** Why a segment is written as it is: what each of the models heard, and how the vote went. */

/** A segment of a recording and what was written of it. */
export interface HeardSegment {
  readonly segment: SpeechSegment;
  readonly text: FinalText;
}

const nothing = '–';

/** What was heard in columns, below the words that were written with their confidences; then the vote, place by place. */
export function whyText({ segment, text }: HeardSegment): string {
  const head = `${clock(segment.startMs)} to ${clock(segment.endMs)}, ${text.language}\n`;
  const rows = [
    ['written', '', ...text.words.map((word) => word.text)],
    ['confidence', '', ...text.words.map(({ confidence }) => confidence.toFixed(2))],
    ...text.heard.map(({ source, words }) => [source, ...against(text.words, words)]),
  ];
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => columns(row[column] ?? ''))));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => (widths[column] === 0 ? '' : `${cell}${' '.repeat(widths[column]! - columns(cell) + 2)}`))
      .join('')
      .trimEnd();
  return `${head}${indented(`${rows.map((row) => `${line(row)}\n`).join('')}${text.why ?? ''}`)}`;
}

/** The same for programs. */
export function whyJson({ segment, text }: HeardSegment): object {
  const words = (list: readonly Word[]): string => list.map((word) => word.written ?? word.text).join(' ');
  return {
    startMs: Math.round(segment.startMs),
    endMs: Math.round(segment.endMs),
    language: text.language,
    heard: text.heard.map((one) => ({ source: one.source, text: words(one.words) })),
    ...(text.why !== undefined && { vote: text.why }),
  };
}

/** What was heard for each written word, several words joined by +; first what was heard before them. */
function against(written: readonly Word[], heard: readonly Word[]): string[] {
  const key = ({ text }: Word): string => text.toLowerCase();
  const cells = ['', ...written.map(() => '')];
  let at = 0;
  for (const { reference, hypothesis } of alignWords(written.map(key), heard.map(key))) {
    if (reference !== null) at = reference + 1;
    const word = hypothesis === null ? '' : heard[hypothesis]!.text;
    cells[at] = [cells[at]!, word].filter((part) => part !== '').join('+');
  }
  return cells.map((cell, i) => (cell === '' && i > 0 ? nothing : cell));
}

function columns(text: string): number {
  return Array.from(text).length;
}

function indented(lines: string): string {
  return lines.replace(/^(?=.)/gmu, '  ');
}

function clock(ms: number): string {
  const seconds = Math.max(0, ms) / 1000;
  return `${Math.floor(seconds / 60)}:${(seconds % 60).toFixed(1).padStart(4, '0')}`;
}
