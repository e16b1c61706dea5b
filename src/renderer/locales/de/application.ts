import type { Group } from '../messages';
import type { Forms } from './forms';

export const system: Group<'system', Forms> = {
  startAtLogin: 'Bei der Anmeldung starten',
  sounds: 'Ein Ton, wenn das Diktat beginnt und endet',
  idle: 'Speicher des Modells freigeben',
  idleMinutes_one: 'Nach {{count}} Minute',
  idleMinutes_other: 'Nach {{count}} Minuten',
  halfHour: 'Nach einer halben Stunde',
  twoHours: 'Nach 2 Stunden',
  never: 'Nie',
  watch: 'Neue Aufnahmen in einem Ordner transkribieren',
  choose: 'Ordner wählen',
  another: 'Anderer Ordner',
  stop: 'Nicht mehr beobachten',
  watching: '<folder>{{folder}}</folder>: Die Texte werden neben die Aufnahmen geschrieben.',
  notWatched: '<folder>{{folder}}</folder> kann nicht beobachtet werden: {{reason}}.',
  askDaily: 'Einmal am Tag nach einer neueren Version fragen, nie beim Diktieren',
  newerVersion: 'Neuere Version',
  newer: 'Utter {{version}} ist da.',
  current: 'Dies ist die neueste Version.',
  openPage: 'Ihre Seite öffnen',
  askNow: 'Jetzt fragen',
};

export const about: Group<'about', Forms> = {
  title: 'Über Utter, Einführung, Lizenzen',
  showGuide: 'Einführung zeigen',
  licencesOf: 'Lizenzen der Bestandteile von Utter',
  licences: 'Lizenzen',
  reading: 'Wird gelesen …',
  notRead: '{{file}} konnte nicht gelesen werden: {{reason}}. Installieren Sie Utter neu.',
};

export const trial: Group<'trial', Forms> = {
  level: 'Eingangspegel',
  end: 'Test beenden',
  record: '{{seconds}} s aufnehmen und abspielen',
  hearing: '„{{microphone}}“ ist zu hören. Sprechen Sie: Der Balken folgt Ihrer Stimme.',
  recording: 'Aufnahme läuft: Sagen Sie etwas.',
  playing: 'Das ist es, was Utter hört.',
};

export const guide: Group<'guide', Forms> = {
  count: 'Willkommen bei Utter · {{step}} von {{steps}}',
  skip: 'Einführung überspringen',
  back: 'Zurück',
  next: 'Weiter',
  done: 'Fertig',
  language: 'Ihre Sprache',
  whichLanguage: 'In welcher Sprache diktieren Sie? Weitere lassen sich später in den Einstellungen hinzufügen.',
  microphone: 'Ihr Mikrofon',
  hotkey: 'Ihre Taste',
  tryIt: 'Ausprobieren',
  listens:
    'Utter hört nur zu, während Sie diktieren, und was Sie sagen, bleibt auf diesem Computer. Der erste Test fragt nach der Erlaubnis, das Mikrofon zu benutzen.',
  tap: 'Tippen Sie diese Taste in einer beliebigen Anwendung an, um zu beginnen, und noch einmal, um zu enden; oder halten Sie sie, während Sie sprechen. Der Text erscheint dort, wo Ihre Schreibmarke ist.',
  allow:
    'macOS lässt Utter erst dann in andere Anwendungen schreiben und erkennen, wann Sie die Taste loslassen, wenn Sie es unter Systemeinstellungen › Datenschutz & Sicherheit › Bedienungshilfen erlauben. Ohne diese Erlaubnis liegt Ihr Text nach jedem Diktat in der Zwischenablage.',
  allowed: 'Ich habe es erlaubt: noch einmal nachsehen',
  press: 'Drücken Sie den Knopf, sagen Sie einen Satz und drücken Sie noch einmal.',
  pressOr: 'Drücken Sie den Knopf oder {{key}}, sagen Sie einen Satz und drücken Sie noch einmal.',
  loading: 'Das Modell lädt noch; was Sie unterdessen sagen, wird aufbewahrt.',
  said: 'Was Sie gesagt haben',
  speak: 'Sprechen',
  stop: 'Stopp',
};
