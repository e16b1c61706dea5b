/** The settings, by section. */

export const settings = {
  title: 'Settings',
  search: 'Search settings',
  found_one: '{{count}} setting',
  found_other: '{{count}} settings',
  nothingFound: 'No setting has these words.',
  dictation: 'Dictation',
  speech: 'Languages & final text',
  delivery: 'Delivery',
  text: 'Text',
  history: 'History',
  machine: 'Models & machine',
  application: 'Application',
} as const;

export const dictating = {
  microphone: 'Microphone',
  microphoneNumber: 'Microphone {{number}}',
  microphoneTest: 'Test the microphone',
  systemDefault: 'System default',
  notConnected: 'Not connected',
  tail: 'Listen on after “stop”',
  seconds: '{{seconds}} s',
  keepReady: 'Keep the microphone ready after a dictation',
  dictate: 'Dictate',
  dictateIn: 'Dictate in {{language}}',
  press: 'Press of that key',
  both: 'Tap to switch, hold to talk',
  toggle: 'Switches on and off',
  hold: 'Hold to talk',
  cancel: 'Cancel while dictating',
  repaste: 'Paste the last text again',
  keyOff: 'Off',
  pressKey: 'Press a key',
  pressKeyOrNone: 'Press a key; Backspace for none',
  edits: 'Commands that edit by voice',
  editsNote: 'Said alone, between two pauses.',
  /** What each command does, by what is said for it. */
  edit: {
    scratch: '“{{phrase}}” takes back what was said since the last pause',
    undo: '“{{phrase}}” takes back the last change',
    redo: '“{{phrase}}” brings back what was undone',
    'select-last-word': '“{{phrase}}” is replaced by what you say next',
    'delete-last-word': '“{{phrase}}” removes it',
    correct: '“{{phrase}}” replaces what was said since the last pause by what you say next',
    stop: '“{{phrase}}” ends the dictation',
  },
} as const;

export const warmTimes = {
  never: 'No',
  minute: 'For a minute',
  tenMinutes: 'For 10 minutes',
  hour: 'For an hour',
} as const;

export const delivering = {
  way: 'Bring text to the application',
  paste: 'By pasting',
  type: 'By typing',
  copy: 'Not at all, only copy it',
  overlay: 'Show the words above other windows',
  rules: 'Applications with their own way',
  rulesCount: 'Applications with their own way ({{count}})',
  remove: 'Remove {{app}}',
  application: 'Application',
  applicationHint: 'window class or program',
  itsWay: 'Its way',
  add: 'Add',
  methods: {
    paste: 'Ctrl+V',
    'paste-terminal': 'Ctrl+Shift+V',
    'paste-selection': 'Shift+Insert',
    type: 'typing',
    copy: 'only copying',
  },
} as const;

export const writing = {
  format: 'Write numbers, capitals and punctuation',
  punctuate: 'Punctuate without being told',
  commands: 'Spoken commands',
  command: '<say>{{first}}</say>: {{does}}',
  commandOr: '<say>{{first}}</say> or <say>{{second}}</say>: {{does}}',
  writes: 'writes {{text}}',
  line: 'begins a line',
  paragraph: 'begins a paragraph',
  capital: 'capitalises the next word',
  capitals: 'writes the next word in capitals',
  glue: 'leaves no space before the next word',
  literal: 'writes the command after it as a word',
  replacements: 'Replacements',
  replacementsNote: 'Say <say>my address</say>, get your address. What is written here is not replaced again.',
  sayRow: 'Say, row {{row}}',
  writeRow: 'Write, row {{row}}',
  say: 'say',
  write: 'write',
  removeRow: 'Remove row {{row}}',
  remove: 'Remove',
  overruled: 'Another row says the same; the last one counts.',
  addReplacement: 'Add a replacement',
} as const;

export const words = {
  title: 'Your words',
  unheard: 'The model can’t hear word {{number}} (“{{text}}”): {{reason}}.',
  find: 'Find',
  more_one: 'and {{count}} more',
  more_other: 'and {{count}} more',
  listening: 'Listening to your recordings…',
  written: 'Word or phrase',
  soundsLike: 'Sounds like (optional)',
  add: 'Add word',
  import: 'Import a text file',
  fromRecordings: 'from your recordings',
  boost: 'Boost of {{word}}',
  removeWord: 'Remove {{word}}',
  remove: 'Remove',
  recordings: 'Record it three times (optional)',
  record: 'Record {{number}}',
  recordAgain: 'Record again {{number}}',
  stopRecording: 'Stop recording {{number}}',
  stop: 'Stop',
  sayIt: 'Say the word, then press the button again.',
  recorded: 'Recorded {{done}} of {{total}}.',
  notAdded: '“{{word}}” was not added: {{reason}}.',
  added: 'Added “{{word}}”.',
  changed: 'Changed “{{word}}”.',
  removed: 'Removed “{{word}}”.',
  imported_one: 'Added {{count}} word from {{file}}.',
  imported_other: 'Added {{count}} words from {{file}}.',
  nothingIn: '{{file}} has no word that can be used.',
  notUsed: 'Not used: {{lines}}.',
  badLine: 'line {{number}} (“{{text}}”): {{reason}}',
  moreLines_one: 'and {{count}} more line',
  moreLines_other: 'and {{count}} more lines',
  tooMany: 'There can be {{most}} words at most.',
} as const;

export const keeping = {
  keep: 'Keep what is dictated and transcribed',
  text: 'Keep text',
  sound: 'Keep sound',
} as const;

export const lifetimes = {
  forever: 'For good',
  day: 'For a day',
  week: 'For a week',
  month: 'For a month',
  year: 'For a year',
} as const;

/** How soon spoken words appear: how much speech is recognised at a time. */
export const latency = {
  title: 'Latency of live words (chunk length)',
  automatic: 'Automatic ({{ms}} ms)',
  sooner: '{{ms}} ms: words appear sooner, more computing',
  later: '{{ms}} ms: words appear later, less computing',
  same: '{{ms}} ms, as automatic now',
  automaticMark: 'automatic',
  note: 'How much speech is recognised at a time. The words are the same for every length.',
} as const;

export const application = {
  theme: 'Theme',
  light: 'Light',
  dark: 'Dark',
  language: 'Language',
  system: 'As the system',
} as const;
