import { spansText } from '../transcript/text';
import { createTextFormatter } from './formatter';
import type { TextLanguage } from './language';
import { createRulePunctuator } from './rule-punctuator';
import { defaultStyle, type StyleChoice, type WritingStyle } from './style';

/** What a language's sample becomes with one choice of a style, all others being the default; as the formatter writes it. */
export function choicePreview(language: TextLanguage, key: keyof WritingStyle, choice: StyleChoice): string {
  return preview(language, { ...defaultStyle, [key]: choice }, language.samples.choices[key]);
}

/** What a longer sample becomes in a style. */
export function stylePreview(language: TextLanguage, style: WritingStyle): string {
  return preview(language, style, language.samples.passage);
}

function preview(language: TextLanguage, style: WritingStyle, spoken: string): string {
  const words = spoken.split(' ').map((text) => ({ text, startMs: 0, endMs: 0, confidence: 1 }));
  const formatter = createTextFormatter({ language, style, punctuator: createRulePunctuator(language), hasTimes: false });
  return spansText(formatter.update(words, [], true).committed).trimStart();
}
