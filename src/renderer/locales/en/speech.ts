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
    'What you say is heard once more at each pause, by models that hear better than live words can. Their text is the one that is delivered.',
  noModels: 'No model for it is installed; live words are the text.',
  model: 'Thorough model',
  onBattery: 'Also while on battery',
  wait: 'How long a delivery waits for it',
  noWait: 'Not at all',
  refresh: 'Better words while you speak',
  refreshAuto: 'If the machine is fast enough',
  refreshOn: 'Always',
  refreshOff: 'Never',
} as const;

export const languages = {
  title: 'Languages you speak',
  language: 'Language',
  default: 'default',
  makeDefault: 'Make {{language}} the default',
  use: 'Use first',
  add: 'Add another',
  choose: 'Choose…',
  remove: 'Remove {{language}}',
  removeShort: 'Remove',
  automatic: 'Find the language by itself, among these',
  automaticShort: 'automatic',
  live: 'Words appear while you speak.',
  atPauses: 'No words while you speak: the text comes at each pause.',
  unheard: 'No model that is in use hears this language.',
  weak: 'The model that comes with Utter gets about {{percent}} % of its words wrong. Larger models do better.',
  rate: 'About {{percent}} % of words are wrong.',
} as const;
