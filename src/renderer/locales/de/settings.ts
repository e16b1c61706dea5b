import type { Group } from '../messages';
import type { Forms } from './forms';

export const settings: Group<'settings', Forms> = {
  title: 'Einstellungen',
  search: 'Einstellungen durchsuchen',
  found_one: '{{count}} Einstellung',
  found_other: '{{count}} Einstellungen',
  nothingFound: 'Keine Einstellung enthält diese Wörter.',
  dictation: 'Diktat',
  speech: 'Sprachen und Endtext',
  delivery: 'Zustellung',
  text: 'Text',
  history: 'Verlauf',
  machine: 'Modelle und Rechner',
  application: 'Anwendung',
};

export const dictating: Group<'dictating', Forms> = {
  microphone: 'Mikrofon',
  microphoneNumber: 'Mikrofon {{number}}',
  microphoneTest: 'Mikrofon testen',
  systemDefault: 'Standard des Systems',
  notConnected: 'Nicht angeschlossen',
  tail: 'Nach „Stopp“ weiter zuhören',
  seconds: '{{seconds}} s',
  keepReady: 'Mikrofon nach einem Diktat bereithalten',
  dictate: 'Diktieren',
  dictateIn: 'Auf {{language}} diktieren',
  press: 'Druck auf diese Taste',
  both: 'Antippen schaltet um, Halten spricht',
  toggle: 'Schaltet ein und aus',
  hold: 'Zum Sprechen halten',
  cancel: 'Beim Diktieren abbrechen',
  repaste: 'Letzten Text noch einmal einfügen',
  keyOff: 'Aus',
  pressKey: 'Taste drücken',
  pressKeyOrNone: 'Taste drücken; Rücktaste für keine',
  edits: 'Gesprochene Bearbeitungsbefehle',
  editsNote: 'Allein zwischen zwei Pausen gesprochen.',
  edit: {
    scratch: '„{{phrase}}“ nimmt zurück, was seit der letzten Pause gesagt wurde',
    undo: '„{{phrase}}“ nimmt die letzte Änderung zurück',
    redo: '„{{phrase}}“ stellt das Zurückgenommene wieder her',
    'select-last-word': '„{{phrase}}“ wird ersetzt durch das, was Sie als Nächstes sagen',
    'delete-last-word': '„{{phrase}}“ entfernt es',
    correct: '„{{phrase}}“ ersetzt das seit der letzten Pause Gesagte durch das, was Sie als Nächstes sagen',
    stop: '„{{phrase}}“ beendet das Diktat',
  },
};

export const warmTimes: Group<'warmTimes', Forms> = {
  never: 'Nein',
  minute: 'Eine Minute',
  tenMinutes: '10 Minuten',
  hour: 'Eine Stunde',
};

export const delivering: Group<'delivering', Forms> = {
  way: 'Text zur Anwendung bringen',
  paste: 'Durch Einfügen',
  type: 'Durch Tippen',
  copy: 'Gar nicht, nur kopieren',
  overlay: 'Wörter über anderen Fenstern zeigen',
  rules: 'Anwendungen mit eigenem Weg',
  rulesCount: 'Anwendungen mit eigenem Weg ({{count}})',
  remove: '{{app}} entfernen',
  application: 'Anwendung',
  applicationHint: 'Fensterklasse oder Programm',
  itsWay: 'Ihr Weg',
  add: 'Hinzufügen',
  methods: {
    paste: 'Strg+V',
    'paste-terminal': 'Strg+Umschalt+V',
    'paste-selection': 'Umschalt+Einfg',
    type: 'tippen',
    copy: 'nur kopieren',
  },
};

export const writing: Group<'writing', Forms> = {
  format: 'Zahlen, Großschreibung und Satzzeichen schreiben',
  punctuate: 'Satzzeichen auch ungesagt setzen',
  commands: 'Gesprochene Befehle',
  command: '<say>{{first}}</say>: {{does}}',
  commandOr: '<say>{{first}}</say> oder <say>{{second}}</say>: {{does}}',
  writes: 'schreibt {{text}}',
  line: 'beginnt eine Zeile',
  paragraph: 'beginnt einen Absatz',
  capital: 'schreibt das nächste Wort groß',
  capitals: 'schreibt das nächste Wort in Großbuchstaben',
  glue: 'lässt vor dem nächsten Wort keinen Abstand',
  literal: 'schreibt den Befehl danach als Wort',
  replacements: 'Ersetzungen',
  replacementsNote:
    '<say>my address</say> sagen und die Adresse bekommen. Was hier geschrieben steht, wird nicht noch einmal ersetzt.',
  sayRow: 'Sagen, Zeile {{row}}',
  writeRow: 'Schreiben, Zeile {{row}}',
  say: 'sagen',
  write: 'schreiben',
  removeRow: 'Zeile {{row}} entfernen',
  remove: 'Entfernen',
  overruled: 'Eine andere Zeile sagt dasselbe; die letzte zählt.',
  addReplacement: 'Ersetzung hinzufügen',
};

export const words: Group<'words', Forms> = {
  title: 'Eigene Wörter',
  unheard: 'Das Modell kann Wort {{number}} („{{text}}“) nicht hören: {{reason}}.',
  find: 'Suchen',
  more_one: 'und {{count}} weiteres',
  more_other: 'und {{count}} weitere',
  listening: 'Ihre Aufnahmen werden angehört …',
  written: 'Wort oder Wendung',
  soundsLike: 'Klingt wie (freiwillig)',
  add: 'Wort hinzufügen',
  import: 'Textdatei einlesen',
  fromRecordings: 'aus Ihren Aufnahmen',
  boost: 'Gewicht von {{word}}',
  removeWord: '{{word}} entfernen',
  remove: 'Entfernen',
  recordings: 'Dreimal aufnehmen (freiwillig)',
  record: 'Aufnehmen {{number}}',
  recordAgain: 'Noch einmal aufnehmen {{number}}',
  stopRecording: 'Aufnahme beenden {{number}}',
  stop: 'Stopp',
  sayIt: 'Sagen Sie das Wort, und drücken Sie die Taste noch einmal.',
  recorded: '{{done}} von {{total}} aufgenommen.',
  notAdded: '„{{word}}“ wurde nicht hinzugefügt: {{reason}}.',
  added: '„{{word}}“ hinzugefügt.',
  changed: '„{{word}}“ geändert.',
  removed: '„{{word}}“ entfernt.',
  imported_one: '{{count}} Wort aus {{file}} hinzugefügt.',
  imported_other: '{{count}} Wörter aus {{file}} hinzugefügt.',
  nothingIn: '{{file}} hat kein brauchbares Wort.',
  notUsed: 'Nicht benutzt: {{lines}}.',
  badLine: 'Zeile {{number}} („{{text}}“): {{reason}}',
  moreLines_one: 'und {{count}} weitere Zeile',
  moreLines_other: 'und {{count}} weitere Zeilen',
  tooMany: 'Es können höchstens {{most}} Wörter sein.',
};

export const keeping: Group<'keeping', Forms> = {
  keep: 'Diktiertes und Transkribiertes aufbewahren',
  text: 'Text aufbewahren',
  sound: 'Ton aufbewahren',
  note: 'Eine kürzere Zeit gilt ab dem nächsten Start von Utter. Angeheftetes bleibt erhalten.',
  backup: 'Sicherung',
  backUp: 'Texte sichern',
  bringIn: 'Sicherung einlesen',
  backupNote: 'Alle Texte mit allen Fassungen, ohne Ton. Eine Sicherung ergänzt, was fehlt, und ersetzt nichts.',
  broughtIn: 'Neue Einträge: {{entries}}. Neue Fassungen: {{versions}}.',
};

export const lifetimes: Group<'lifetimes', Forms> = {
  forever: 'Für immer',
  day: 'Einen Tag',
  week: 'Eine Woche',
  month: 'Einen Monat',
  year: 'Ein Jahr',
};

export const latency: Group<'latency', Forms> = {
  title: 'Verzögerung beim Diktieren (Länge der Stücke)',
  automatic: 'Automatisch ({{ms}} ms)',
  sooner: '{{ms}} ms: Wörter erscheinen früher, mehr Rechenarbeit',
  later: '{{ms}} ms: Wörter erscheinen später, weniger Rechenarbeit',
  same: '{{ms}} ms, wie jetzt die Automatik',
  automaticMark: 'automatisch',
  note: 'So viel Sprache wird auf einmal erkannt. Die Wörter sind bei jeder Länge dieselben.',
};

export const machine: Group<'machine', Forms> = {
  backend: 'Sprache wird berechnet auf',
  selfTest: 'Wie schnell Utter hier ist',
  figures: 'Zahlen zeigen',
};

export const application: Group<'application', Forms> = {
  theme: 'Farben',
  light: 'Hell',
  dark: 'Dunkel',
  language: 'Sprache',
  system: 'Wie im System',
};
