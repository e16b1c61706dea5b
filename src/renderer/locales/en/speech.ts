/** The final text, and the languages that one speaks. */

export const finalText = {
  tier: 'Final text',
  automatic: 'Automatic',
  automaticBoth: 'Automatic: best',
  automaticSmall: 'Automatic: quick',
  automaticNone: 'Automatic: live words',
  both: 'Best text: both models',
  small: 'Quick: the small model',
  none: 'Live words only',
  note:
    'At each pause, more accurate models listen again to what you said. Their text is what is delivered.',
  noModels: 'No model for this is installed, so the live words are used.',
  model: 'Thorough model',
  onBattery: 'Also on battery',
  wait: 'How long to wait for it before delivery',
  noWait: 'Not at all',
  refresh: 'Improve words while you speak',
  refreshAuto: 'If the machine is fast enough',
  refreshOn: 'Always',
  refreshOff: 'Never',
} as const;

export const languages = {
  title: 'Languages you speak',
  language: 'Language',
  default: 'default',
  makeDefault: 'Make {{language}} the default',
  use: 'Make default',
  add: 'Add another',
  choose: 'Choose…',
  remove: 'Remove {{language}}',
  removeShort: 'Remove',
  automatic: 'Detect the language automatically among these',
  automaticShort: 'automatic',
  live: 'Words appear while you speak.',
  atPauses: 'No words appear while you speak; the text comes at each pause.',
  unheard: 'No model in use knows this language.',
  weak: 'The model that comes with Utter gets about {{percent}} % of its words wrong. Larger models do better.',
  rate: 'About {{percent}} % of words are wrong.',
} as const;
