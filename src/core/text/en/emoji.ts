import names from './emoji.json';

/** Unicode's own names (`scripts/emoji-names.mjs`), and what else people call the commonest. */
export const emoji: Readonly<Record<string, string>> = {
  ...names,
  heart: '❤️',
  love: '❤️',
  smiley: '🙂',
  smile: '🙂',
  happy: '😀',
  sad: '🙁',
  wink: '😉',
  winking: '😉',
  laughing: '😂',
  laugh: '😂',
  crying: '😢',
  angry: '😠',
  cool: '😎',
  thinking: '🤔',
  shrug: '🤷',
  facepalm: '🤦',
  kiss: '😘',
  party: '🥳',
  celebration: '🎉',
  'thumb up': '👍',
  'thumb down': '👎',
  'high five': '🙏',
  'praying hands': '🙏',
  prayer: '🙏',
  clapping: '👏',
  clap: '👏',
  'check mark': '✅',
  tick: '✅',
  poop: '💩',
  sun: '☀️',
  rainbow: '🌈',
  cake: '🎂',
  beer: '🍺',
  coffee: '☕',
};

/** What is said after an emoji's name. */
export const emojiWords: readonly string[] = ['emoji'];
