/** The window around the text; `dock` and `status` are also the overlay's. */

export const alert = {
  tryAgain: 'Try again',
  dismiss: 'Dismiss',
} as const;

export const dock = {
  start: 'Start dictation',
  stop: 'Stop dictation',
  level: 'Microphone level',
  drop: 'Let go to transcribe',
} as const;

export const header = {
  model: 'Live model',
  noModel: 'none',
  backend: 'Backend',
  automatic: 'automatic',
  automaticBackend: 'automatic: {{backend}}',
  automaticModel: 'automatic: {{model}}',
  failedBackend: '{{backend}} (failed)',
  final: 'Final text',
  spoken: 'Spoken language',
  history: 'History',
  settings: 'Settings',
} as const;

export const page = {
  dictation: 'Dictation',
  copy: 'Copy',
  export: 'Export',
  format: 'Format',
  clear: 'Clear',
  transcript: 'Transcript',
  finished: 'Finished text',
  motto: 'Say it, and it is written.',
  invitation: 'Press <key>Space</key> and speak; press it again when you are done.',
  atPauses: 'Listening. The text comes at each pause.',
  anywhere: '<key>{{key}}</key> does the same from any application.',
  orDrop: 'Or drop recordings anywhere on this window.',
  reading: 'Listening to the recording…',
  noWords: 'No words were recognised in this recording.',
} as const;

export const formats = {
  txt: 'Text',
  md: 'Markdown',
  docx: 'Word',
  srt: 'SubRip',
  vtt: 'WebVTT',
  json: 'JSON',
} as const;

export const rail = {
  texts: 'Texts',
  add: 'Add recordings',
  resume: 'Resume',
  resumeName: 'Resume {{name}}',
  cancelName: 'Cancel {{name}}',
  waiting: 'waiting',
  doneOf: '{{done}} of {{total}}',
  cancelledAt: 'cancelled at {{time}}',
  failed: 'failed',
} as const;

export const recovery = {
  title: 'Recovery',
  recovering: 'Recovering… {{time}}',
  recover: 'Recover',
  discard: 'Discard',
  texts_one: '{{count}} text was cut off when Utter last ended.',
  texts_other: '{{count}} texts were cut off when Utter last ended.',
  recording: 'The transcription of {{name}} was cut off when Utter last ended.',
  recordingWords_one: 'The transcription of {{name}} was cut off when Utter last ended ({{count}} word).',
  recordingWords_other: 'The transcription of {{name}} was cut off when Utter last ended ({{count}} words).',
  dictation: 'A dictation of {{time}} was cut off when Utter last ended.',
  dictationWords_one: 'A dictation of {{time}} was cut off when Utter last ended ({{count}} word).',
  dictationWords_other: 'A dictation of {{time}} was cut off when Utter last ended ({{count}} words).',
} as const;

export const status = {
  opening: 'Opening the microphone…',
  listening: 'Listening…',
  listeningTo: 'Listening to {{microphone}}',
  modelLoading: 'the model is still loading, your words are kept',
  writing: 'Writing the last words…',
  refining: 'Listening once more to the last words…',
  atPauses: 'the text comes at each pause',
  finalBoth: 'final text by both models',
  finalSmall: 'final text by the small model',
  finalLarge: 'final text by the thorough model',
  finalSpeed: '10 s of speech in {{seconds}} s',
  finalNone: 'live words only: this machine is too slow for more',
  finalLoading: 'models of the final text are loading · {{percent}} %',
  finalFailed: 'live words only: the final text’s models have stopped',
  finalChosen: 'live words only, as you chose',
  finalBattery: 'live words only while on battery',
  starting: 'Starting…',
  loading: 'Loading {{model}} · {{percent}} %',
  resting: '{{model}} rests and is loaded again when you speak · nothing leaves this machine',
  noModel: 'No model is loaded.',
  speed: '{{ms}} ms per {{chunkMs}} ms chunk',
  nothingLeaves: 'nothing leaves this machine',
  overlayTitle: 'Utter is listening',
} as const;

export const selfTest = {
  title: 'Self-test',
  backend: 'Backend',
  chunk: 'Chunk',
  rtf: 'RTF',
  result: 'Result',
  smallerModel:
    '“{{model}}” takes {{ms}} ms for {{chunkMs}} ms of speech here, too long to keep up with you while you speak; so “{{small}}” is used. Under “Live model” you can choose another.',
  ms: '{{ms}} ms',
  correct: 'correct',
  inUse: 'correct, in use',
  finalTitle: 'Models of the final text',
  model: 'Model',
  for10s: '10 s of speech',
  load: 'Loading',
  size: 'Size',
  memory: 'Utter’s page takes {{size}} of memory now.',
  seconds: '{{seconds}} s',
  used: 'in use',
  unused: 'not in use',
  threads_one: '{{count}} thread of the processor',
  threads_other: '{{count}} threads of the processor',
} as const;
