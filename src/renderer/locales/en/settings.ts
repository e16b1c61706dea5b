/** The settings, by section. */

export const settings = {
  title: 'Settings',
  search: 'Search settings',
  found_one: '{{count}} setting',
  found_other: '{{count}} settings',
  nothingFound: 'No setting matches these words.',
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
  tail: 'Keep listening after “stop”',
  seconds: '{{seconds}} s',
  keepReady: 'Keep the microphone ready after a dictation',
  dictate: 'Dictate',
  dictateIn: 'Dictate in {{language}}',
  press: 'Pressing that key',
  both: 'Tap to start and stop, hold to talk',
  toggle: 'Starts and stops dictation',
  hold: 'Hold to talk',
  cancel: 'Cancel while dictating',
  repaste: 'Paste the last text again',
  keyOff: 'Off',
  pressKey: 'Press a key',
  pressKeyOrNone: 'Press a key; Backspace for none',
  edits: 'Voice editing commands',
  editsNote: 'Say them on their own, between two pauses.',
  /** What each command does, by what is said for it. */
  edit: {
    scratch: '“{{phrase}}” removes what you said since the last pause',
    undo: '“{{phrase}}” undoes the last change',
    redo: '“{{phrase}}” redoes what was undone',
    'select-last-word': '“{{phrase}}” lets you replace the last word with what you say next',
    'delete-last-word': '“{{phrase}}” removes the last word',
    correct: '“{{phrase}}” lets you replace what you said since the last pause',
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
  way: 'Insert text',
  paste: 'By pasting',
  type: 'By typing',
  copy: 'Only copy it',
  overlay: 'Show the words above other windows',
  rules: 'Exceptions for applications',
  rulesCount: 'Exceptions for applications ({{count}})',
  remove: 'Remove {{app}}',
  application: 'Application',
  applicationHint: 'window class or program',
  itsWay: 'Method',
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
  punctuate: 'Add punctuation automatically',
  commands: 'Spoken commands',
  command: '<say>{{first}}</say>: {{does}}',
  commandOr: '<say>{{first}}</say> or <say>{{second}}</say>: {{does}}',
  writes: 'writes {{text}}',
  line: 'starts a new line',
  paragraph: 'starts a new paragraph',
  capital: 'capitalises the next word',
  capitals: 'writes the next word in capitals',
  glue: 'leaves no space before the next word',
  literal: 'writes the next command as a word',
  replacements: 'Replacements',
  replacementsNote: 'Say <say>my address</say>, get your address. Replacements are not applied to the result.',
  sayRow: 'Say, row {{row}}',
  writeRow: 'Write, row {{row}}',
  say: 'say',
  write: 'write',
  removeRow: 'Remove row {{row}}',
  remove: 'Remove',
  overruled: 'Another row has the same words; the last one applies.',
  addReplacement: 'Add a replacement',
} as const;

export const words = {
  title: 'Your words',
  unheard: 'The model can’t recognise word {{number}} (“{{text}}”): {{reason}}.',
  find: 'Find',
  more_one: 'and {{count}} more',
  more_other: 'and {{count}} more',
  listening: 'Listening to your recordings…',
  written: 'Word or phrase',
  soundsLike: 'Sounds like (optional)',
  add: 'Add word',
  import: 'Import a text file',
  fromRecordings: 'from your recordings',
  boost: 'Boost for {{word}}',
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
  nothingIn: '{{file}} contains no usable words.',
  notUsed: 'Not used: {{lines}}.',
  badLine: 'line {{number}} (“{{text}}”): {{reason}}',
  moreLines_one: 'and {{count}} more line',
  moreLines_other: 'and {{count}} more lines',
  tooMany: 'You can have at most {{most}} words.',
} as const;

export const keeping = {
  keep: 'Keep what you dictate and transcribe',
  text: 'Keep text',
  sound: 'Keep sound',
  note: 'A shorter time takes effect when Utter next starts. Pinned entries are kept.',
  backup: 'Backup',
  backUp: 'Back up texts',
  bringIn: 'Bring in a backup',
  backupNote: 'All texts with all their versions, without sound. A backup adds what is missing and replaces nothing.',
  broughtIn: 'Entries added: {{entries}}. Versions added: {{versions}}.',
} as const;

export const lifetimes = {
  forever: 'Forever',
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
  same: '{{ms}} ms, the same as automatic now',
  automaticMark: 'automatic',
  note: 'How much speech is recognised at a time. The words are the same for every length.',
} as const;

export const machine = {
  backend: 'Speech is computed on',
  selfTest: 'How fast Utter is here',
  figures: 'Show the figures',
} as const;

export const application = {
  theme: 'Theme',
  light: 'Light',
  dark: 'Dark',
  language: 'Language',
  system: 'Same as system',
} as const;
