import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { createWordIndex } from '../language/word-index';
import { specialWords } from '../language/ngram';
import { parseSafetensors } from '../model/safetensors';
import { editCommands } from '../transcript/edit-commands';
import { english } from './en/index';

it('[K66] the live model knows the words of every command', () => {
  const file = path.resolve(import.meta.dirname, '../../../resources/models/utter-en/lexicon.safetensors');
  const tensors = parseSafetensors(readFileSync(file), file, 'lexicon.safetensors');
  const text = tensors.uint8('word.text', [tensors.vectorLength('word.text')]);
  const offset = tensors.uint32('word.offset', [tensors.vectorLength('word.offset')]);
  const idOf = createWordIndex(text, offset, specialWords.length);
  const isKnown = (phrase: string): boolean => phrase.split(' ').every((word) => idOf(word) >= 0);
  const unheard = [
    ...english.commands.map(({ id, say }) => ({ id, say })),
    ...editCommands.map(({ action, phrases }) => ({ id: action, say: phrases })),
  ].filter(({ id, say }) => id !== 'emoji' && !say.some(isKnown));
  expect(unheard).toEqual([]);
  const missing = [...english.commands.flatMap(({ say }) => say), ...editCommands.flatMap(({ phrases }) => phrases)].filter(
    (phrase) => !isKnown(phrase),
  );
  // Each sounds like another way to say its command, or has one that is commoner.
  expect(missing).toEqual(['newline', 'deselect that', 'deselect']);
});
