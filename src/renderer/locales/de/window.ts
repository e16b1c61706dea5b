import type { Group } from '../messages';
import type { Forms } from './forms';

export const alert: Group<'alert', Forms> = {
  tryAgain: 'Noch einmal',
  automatic: 'Automatisch wählen',
  dismiss: 'Schließen',
};

export const dock: Group<'dock', Forms> = {
  start: 'Diktat beginnen',
  stop: 'Diktat beenden',
  level: 'Mikrofonpegel',
  drop: 'Loslassen zum Transkribieren',
  discard: 'Verwerfen',
  discardNote: 'Beendet das Diktat und nimmt seinen Text von der Seite',
};

export const header: Group<'header', Forms> = {
  model: 'Live-Modell',
  noModel: 'keines',
  backend: 'Rechenweg',
  automatic: 'automatisch',
  automaticBackend: 'automatisch: {{backend}}',
  graphicsCard: 'Grafikkarte',
  processor: 'Prozessor',
  automaticModel: 'automatisch: {{model}}',
  failedBackend: '{{backend}} (fehlgeschlagen)',
  final: 'Endtext',
  spoken: 'Gesprochene Sprache',
  history: 'Verlauf',
  settings: 'Einstellungen',
};

export const backends: Group<'backends', Forms> = {
  webgpu: 'Grafikkarte (WebGPU)',
  webgl: 'Grafikkarte (WebGL)',
  wasm: 'Prozessor (WebAssembly)',
  cpu: 'Prozessor (JavaScript)',
};

export const page: Group<'page', Forms> = {
  dictation: 'Diktat',
  copy: 'Kopieren',
  export: 'Exportieren',
  format: 'Format',
  clear: 'Leeren',
  transcript: 'Transkript',
  finished: 'Fertiger Text',
  motto: 'Gesagt, geschrieben.',
  invitation: 'Die <key>Leertaste</key> drücken und sprechen; am Ende noch einmal drücken.',
  atPauses: 'Hört zu. Der Text kommt bei jeder Pause.',
  anywhere: '<key>{{key}}</key> tut dasselbe aus jeder Anwendung.',
  orDrop: 'Oder Aufnahmen irgendwo auf diesem Fenster ablegen.',
  reading: 'Die Aufnahme wird angehört …',
  noWords: 'In dieser Aufnahme wurden keine Wörter erkannt.',
  edit: 'Bearbeiten',
  save: 'Speichern',
  editor: 'Text von {{name}}',
  waitsForModel: 'Diese Aufnahme wartet, bis ein Modell geladen ist.',
  waitsForSpeech: 'Diese Aufnahme wartet, bis Sie zu Ende gesprochen haben.',
  waitsForOthers_one: 'Diese Aufnahme wartet auf die vor ihr.',
  waitsForOthers_other: 'Diese Aufnahme wartet auf {{count}} andere vor ihr.',
};

export const formats: Group<'formats', Forms> = {
  txt: 'Text',
  md: 'Markdown',
  docx: 'Word',
  srt: 'SubRip',
  vtt: 'WebVTT',
  json: 'JSON',
};

export const undo: Group<'undo', Forms> = {
  edit: 'Bearbeitung rückgängig machen',
  discard: 'Verwerfen rückgängig machen',
  clear: 'Leeren rückgängig machen',
};

export const sound: Group<'sound', Forms> = {
  track: 'Spur {{number}}',
  channel: 'Kanal {{number}}',
  tracks_one: 'Diese Datei hat {{count}} Tonspur.',
  tracks_other: 'Diese Datei hat {{count}} Tonspuren.',
  channels_one: 'Der Ton hat {{count}} Kanal.',
  channels_other: 'Der Ton hat {{count}} Kanäle.',
  hearAgain: 'Noch einmal hören',
  choice: 'Was zu hören ist',
  eachChannel: 'Jeder Kanal für sich',
  trackChoice: 'Tonspur {{number}}',
  channelChoice: 'Kanal {{number}}',
};

export const rail: Group<'rail', Forms> = {
  texts: 'Texte',
  add: 'Aufnahmen hinzufügen',
  resume: 'Fortsetzen',
  resumeName: '{{name}} fortsetzen',
  cancelName: '{{name}} abbrechen',
  waiting: 'wartet',
  doneOf: '{{done}} von {{total}}',
  cancelledAt: 'abgebrochen bei {{time}}',
  failed: 'fehlgeschlagen',
  all: 'Alle Aufnahmen',
  cancelAll: 'Alle abbrechen',
  exportAll: 'Alle exportieren',
  formatOfAll: 'Format für alle',
  clearEnded: 'Fertige entfernen',
  width: 'Breite der Textliste',
  archive: 'Utter-Aufnahmen',
};

export const recovery: Group<'recovery', Forms> = {
  title: 'Wiederherstellung',
  play: 'Abspielen',
  pause: 'Pause',
  all: 'Alle wiederherstellen',
  recovering: 'Wird wiederhergestellt … {{time}}',
  recover: 'Wiederherstellen',
  discard: 'Verwerfen',
  texts_one: 'Ein Text wurde abgeschnitten, als Utter zuletzt endete.',
  texts_other: '{{count}} Texte wurden abgeschnitten, als Utter zuletzt endete.',
  recording: 'Die Transkription von {{name}} wurde abgeschnitten, als Utter zuletzt endete.',
  recordingWords_one: 'Die Transkription von {{name}} wurde abgeschnitten, als Utter zuletzt endete (ein Wort).',
  recordingWords_other: 'Die Transkription von {{name}} wurde abgeschnitten, als Utter zuletzt endete ({{count}} Wörter).',
  dictation: 'Ein Diktat von {{time}} wurde abgeschnitten, als Utter zuletzt endete.',
  dictationWords_one: 'Ein Diktat von {{time}} wurde abgeschnitten, als Utter zuletzt endete (ein Wort).',
  dictationWords_other: 'Ein Diktat von {{time}} wurde abgeschnitten, als Utter zuletzt endete ({{count}} Wörter).',
};

export const status: Group<'status', Forms> = {
  opening: 'Das Mikrofon wird geöffnet …',
  listening: 'Hört zu …',
  listeningTo: 'Hört auf {{microphone}}',
  modelLoading: 'das Modell lädt noch, Ihre Worte werden aufbewahrt',
  writing: 'Die letzten Wörter werden geschrieben …',
  refining: 'Die letzten Wörter werden noch einmal angehört …',
  atPauses: 'der Text kommt bei jeder Pause',
  finalBoth: 'Endtext von beiden Modellen',
  finalSmall: 'Endtext vom kleinen Modell',
  finalLarge: 'Endtext vom gründlichen Modell',
  finalSpeed: '10 s Sprache in {{seconds}} s',
  finalNone: 'nur Live-Wörter: dieser Rechner ist für mehr zu langsam',
  finalLoading: 'die Modelle für den Endtext laden · {{percent}} %',
  finalFailed: 'nur Live-Wörter: die Modelle für den Endtext sind ausgefallen',
  finalChosen: 'nur Live-Wörter, wie gewählt',
  finalBattery: 'nur Live-Wörter, solange der Akku läuft',
  starting: 'Startet …',
  loading: '{{model}} wird geladen · {{percent}} %',
  resting: '{{model}} ruht und wird wieder geladen, wenn Sie sprechen · nichts verlässt diesen Rechner',
  noModel: 'Kein Modell ist geladen.',
  nothingLeaves: 'nichts verlässt diesen Rechner',
  overlayTitle: 'Utter hört zu',
};

export const speed: Group<'speed', Forms> = {
  fast: 'Live-Wörter erscheinen hier sofort',
  enough: 'Live-Wörter sind hier schnell genug',
  barely: 'Live-Wörter kommen hier kaum mit',
  slow: 'Live-Wörter sind hier langsam',
};

export const verdicts: Group<'verdicts', Forms> = {
  fast: 'Live-Wörter sind hier schnell: Sie erscheinen, während Sie sprechen.',
  enough: 'Live-Wörter sind hier schnell genug.',
  barely: 'Live-Wörter kommen hier kaum mit.',
  slow: 'Live-Wörter sind hier zu langsam; Aufnahmen und der endgültige Text funktionieren trotzdem.',
};

export const selfTest: Group<'selfTest', Forms> = {
  title: 'Selbsttest',
  backend: 'Berechnet auf',
  chunk: 'Für ein Stück Sprache',
  result: 'Ergebnis',
  smallerModel:
    '„{{model}}“ braucht hier {{ms}} ms für {{chunkMs}} ms Sprache, zu lange, um beim Sprechen mitzuhalten; darum wird „{{small}}“ benutzt. Unter „Live-Modell“ lässt sich ein anderes wählen.',
  ms: '{{ms}} ms',
  correct: 'richtig',
  inUse: 'richtig, wird benutzt',
  finalTitle: 'Modelle für den Endtext',
  model: 'Modell',
  for10s: '10 s Sprache',
  load: 'Laden',
  size: 'Größe',
  memory: 'Die Seite belegt jetzt {{size}} Speicher.',
  seconds: '{{seconds}} s',
  used: 'wird benutzt',
  unused: 'nicht benutzt',
  threads_one: '{{count}} Thread des Prozessors',
  threads_other: '{{count}} Threads des Prozessors',
  computedOn: 'Sprache wird berechnet auf: {{backend}}.',
  figures: 'Zahlen',
  chunkTime: '{{ms}} ms für {{chunkMs}} ms',
  forOneSecond: 'Für 1 s Sprache',
};

export const trouble: Group<'trouble', Forms> = {
  silent: 'Von „{{microphone}}“ ist nichts zu hören. Ist es stumm geschaltet oder ein anderes gemeint?',
  quiet: '„{{microphone}}“ ist sehr leise. Sprechen Sie näher daran oder erhöhen Sie seinen Pegel in den Toneinstellungen.',
  clipping: '„{{microphone}}“ ist zu laut und verzerrt. Senken Sie seinen Pegel in den Toneinstellungen.',
  muted: '„{{microphone}}“ ist vom System oder durch seinen eigenen Schalter stumm geschaltet.',
  stalled: 'Die Tonverarbeitung des Systems steht still. Utter versucht, sie wieder in Gang zu bringen.',
  away: '„{{microphone}}“ ist getrennt oder von einem anderen Programm belegt. Utter hört weiter zu, sobald es wieder da ist.',
};
