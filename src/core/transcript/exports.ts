import { columns, separator } from '../language/unspaced-script';
import { goesOn, linesOf as textLines, openLines } from './lines';
import { shownWords, splitAtLetters } from './shown-words';
import { createTextLines, openPiece, segmentPiece } from './text-lines';
import { segmentText, transcriptText, transcriptWords, writtenText } from './text';
import type { Span, Transcript, Word } from './types';

/** Files made from a transcript. */

/** A subtitle never stays longer, nor is wider, than eyes can follow; an East Asian letter is two wide. Source: BBC Subtitle Guidelines, 37 × 2. */
const maxLineCharacters = 37;
const maxLines = 2;
const maxCueMs = 7000;
const minCueMs = 700;

/** Plain text, in paragraphs. */
export function toTxt(transcript: Transcript): string {
  const { segments, partial } = transcript;
  const lines = createTextLines();
  return (
    segments.map((segment, index) => lines.piece(segmentPiece(segment, goesOn(segments[index - 1], segment)))).join('') +
    lines.piece(openPiece(partial, openLines(transcript)[0] === true)) +
    lines.end()
  );
}

/** Markdown: the name as heading, a paragraph for each line, nothing in it read as markup. */
export function toMarkdown(transcript: Transcript, name: string): string {
  const paragraphs = toTxt(transcript)
    .trimEnd()
    .split('\n')
    .filter((line) => line !== '');
  return [`# ${escapedMarkdown(name)}`, ...paragraphs.map(escapedMarkdown)].map((block) => `${block}\n`).join('\n');
}

/** Source: CommonMark 0.31, backslash escapes; at the start of a line also what would begin a block. */
function escapedMarkdown(text: string): string {
  return text
    .replace(/[\\`*_[\]<>#|~&]/g, '\\$&')
    .replace(/^(\s*)([-+=]|\d+(?=[.)]))/, (_, space: string, mark: string) =>
      /\d/.test(mark) ? `${space}${mark}\\` : `${space}\\${mark}`,
    );
}

/** Written text, duration, segments and words as recognised, with times in milliseconds and confidences. */
export function toJson(transcript: Transcript): string {
  const round = (ms: number): number => Math.round(ms);
  const words = (list: readonly Word[]): object[] =>
    list.map((word) => ({
      text: word.text,
      startMs: round(word.startMs),
      endMs: round(word.endMs),
      confidence: Math.round(word.confidence * 1000) / 1000,
    }));
  const { partial } = transcript;
  const open = [...partial.committed, ...partial.tentative];
  const json = {
    text: writtenText(transcript),
    spoken: transcriptText(transcript),
    durationMs: round(transcript.durationMs),
    segments: transcript.segments.map((segment) => ({
      startMs: round(segment.startMs),
      endMs: round(segment.endMs),
      ...(segment.language !== undefined && { language: segment.language }),
      text: segmentText(segment).trim(),
      words: words(segment.words),
    })),
    ...(open.length > 0 && { partial: words(open) }),
  };
  return `${JSON.stringify(json, null, 2)}\n`;
}

/** SubRip subtitles. */
export function toSrt(transcript: Transcript): string {
  const cues = subtitles(transcript).map(
    ({ startMs, endMs, lines }, index) =>
      `${index + 1}\n${timestamp(startMs, ',')} --> ${timestamp(endMs, ',')}\n${lines.join('\n')}\n`,
  );
  return cues.join('\n');
}

/** WebVTT subtitles. Source: https://www.w3.org/TR/webvtt1/. */
export function toVtt(transcript: Transcript): string {
  const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const cues = subtitles(transcript).map(
    ({ startMs, endMs, lines }) => `${timestamp(startMs, '.')} --> ${timestamp(endMs, '.')}\n${lines.map(escape).join('\n')}\n`,
  );
  return ['WEBVTT\n', ...cues].join('\n');
}

interface Cue {
  readonly startMs: number;
  readonly endMs: number;
  readonly lines: readonly string[];
}

/** Words cut into cues that fit the screen and never overlap. */
function subtitles(transcript: Transcript): readonly Cue[] {
  const { segments, partial } = transcript;
  const open = [...partial.committed, ...partial.tentative];
  const openSpans = partial.written && [...partial.written.committed, ...partial.written.tentative];
  const openWords = shownWords({ words: open, ...(openSpans && { written: openSpans }) });
  const lines = textLines(segments).map((line) => line.flatMap(shownWords));
  if (openLines(transcript)[0] === true) lines.at(-1)?.push(...openWords);
  else lines.push([...openWords]);
  const cues = lines.flatMap((words) => cuesOf(words.flatMap(fittingWords)));
  const lastMs = Math.max(transcript.durationMs, transcriptWords(transcript).at(-1)?.endMs ?? 0);
  return cues.map((cue, index) => {
    const nextMs = cues[index + 1]?.startMs ?? Math.max(lastMs, cue.startMs + 1);
    return { ...cue, endMs: Math.min(Math.max(cue.endMs, cue.startMs + minCueMs), Math.max(nextMs, cue.startMs + 1)) };
  });
}

function cuesOf(words: readonly Span[]): readonly Cue[] {
  const cues: Cue[] = [];
  let pending: Span[] = [];
  const close = (): void => {
    const [first, last] = [pending[0], pending.at(-1)];
    if (first && last) cues.push({ startMs: first.startMs, endMs: last.endMs, lines: linesOf(pending) });
    pending = [];
  };
  for (const word of words) {
    const extended = [...pending, word];
    const isFull = linesOf(extended).length > maxLines || word.endMs - extended[0]!.startMs > maxCueMs;
    // Words of one instant stay together: a cue must not begin where another does.
    if (isFull && word.startMs > (pending[0]?.startMs ?? Infinity)) close();
    pending.push(word);
  }
  close();
  return cues;
}

/** A run of letters without spaces that is wider than a line, in pieces. */
function fittingWords(word: Word): readonly Word[] {
  return columns(word.text) > maxLineCharacters ? splitAtLetters(word) : [word];
}

function linesOf(words: readonly Span[]): readonly string[] {
  const lines: string[] = [];
  for (const { text } of words) {
    const last = lines.at(-1);
    const longer = last === undefined ? null : last + separator(last, text) + text;
    if (longer !== null && columns(longer) <= maxLineCharacters) lines[lines.length - 1] = longer;
    else lines.push(text);
  }
  return lines;
}

/** `hh:mm:ss` and milliseconds after `separator`. */
function timestamp(ms: number, separator: ',' | '.'): string {
  const whole = Math.max(0, Math.round(ms));
  const pad = (value: number, digits = 2): string => String(Math.floor(value)).padStart(digits, '0');
  const clock = [whole / 3600000, (whole / 60000) % 60, (whole / 1000) % 60].map((value) => pad(value)).join(':');
  return `${clock}${separator}${pad(whole % 1000, 3)}`;
}
