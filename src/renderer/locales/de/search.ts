import type { Group } from '../messages';
import type { Forms } from './forms';

export const synonyms: Group<'synonyms', Forms> = {
  dictating: {
    microphone: 'mikro mic eingabe eingang audiogerät headset aufnahmegerät',
    microphoneTest: 'mikro mic prüfen probieren pegel lautstärke ton',
    dictate: 'hotkey shortcut tastenkürzel tastenkombination kurzbefehl aufnahme starten',
    press: 'hotkey shortcut tastenkürzel push to talk gedrückt halten umschalten modus',
    cancel: 'hotkey shortcut escape esc abbruch verwerfen',
    repaste: 'hotkey shortcut zwischenablage nochmal einfügen wiederholen',
    tail: 'nachlauf verzögerung abgeschnitten ende letztes wort pause stille',
    keepReady: 'mikro bereit erstes wort schneller start',
    edits: 'sprachbefehle rückgängig löschen korrigieren bearbeiten',
  },
  languages: {
    title: 'sprache deutsch englisch französisch spanisch mehrsprachig spracherkennung',
    add: 'sprache weitere zweite',
    automatic: 'erkennen sprache auto',
  },
  finalText: {
    tier: 'genauigkeit qualität besser whisper zweiter durchgang',
    model: 'genauigkeit qualität whisper großes',
    onBattery: 'strom laptop energie sparen batterie',
    wait: 'verzögerung tempo zeit geschwindigkeit',
    refresh: 'genauigkeit live aktualisieren',
  },
  delivering: {
    way: 'einfügen tippen kopieren zwischenablage ausgabe cursor',
    overlay: 'fenster einblendung sprechblase schwebend vorschau vordergrund',
    rules: 'apps programme terminal ausnahmen',
  },
  writing: {
    format: 'zahlen ziffern großschreibung groß klein formatierung wörtlich',
    marks: 'satzzeichen komma punkt fragezeichen interpunktion',
    commands: 'neue zeile absatz komma satzzeichen anführungszeichen klammern sagen',
    replacements: 'textbausteine abkürzungen autokorrektur kürzel ersetzen',
  },
  words: {
    title: 'wörterbuch vokabular namen rechtschreibung fachwörter eigennamen lernen',
  },
  keeping: {
    keep: 'verlauf protokoll datenschutz speichern',
    text: 'verlauf löschen datenschutz wie lange',
    sound: 'verlauf audio aufnahmen löschen datenschutz speicherplatz',
  },
  models: {
    title: 'herunterladen download importieren installieren entfernen ki engine',
  },
  latency: {
    title: 'geschwindigkeit tempo verzögerung schneller langsam',
  },
  machine: {
    backend: 'gpu cpu grafikkarte webgpu webgl wasm prozessor beschleunigung leistung geschwindigkeit backend',
    selfTest: 'geschwindigkeit messen benchmark leistung gpu cpu langsam diagnose',
  },
  application: {
    theme: 'dunkel hell nacht dark mode farbe aussehen design',
    language: 'oberfläche übersetzung deutsch arabisch japanisch englisch',
  },
  system: {
    startAtLogin: 'autostart hochfahren automatisch start anmeldung',
    sounds: 'piepton signalton klang geräusch stumm',
    idle: 'arbeitsspeicher ram freigeben akku',
    watch: 'ordner automatisch stapel verzeichnis überwachen',
    askDaily: 'update aktualisierung version neu',
  },
  about: {
    title: 'version lizenz hilfe anleitung einführung open source',
  },
};
