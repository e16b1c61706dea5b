import type { Group } from '../messages';
import type { Forms } from './forms';

export const errors: Group<'errors', Forms> = {
  'model-not-found': {
    message: 'Ein Modell oder eine seiner Dateien fehlt.',
    remedy: 'Wählen Sie ein anderes Modell, oder installieren Sie dieses noch einmal.',
  },
  'model-invalid': {
    message: 'Ein Modell lässt sich nicht verwenden.',
    remedy: 'Wählen Sie ein anderes Modell, oder installieren Sie dieses noch einmal.',
  },
  'backend-unavailable': {
    message: 'Sprache lässt sich hier nicht auf die gewählte Weise berechnen.',
    remedy: 'Überlassen Sie die Wahl Utter, oder aktualisieren Sie den Grafiktreiber.',
  },
  'audio-undecodable': {
    message: 'Eine Aufnahme lässt sich nicht lesen.',
    remedy: 'Wandeln Sie sie in WAV, FLAC oder MP3 um, oder nehmen Sie noch einmal auf.',
  },
  'audio-empty': {
    message: 'In einer Aufnahme ist nichts zu hören.',
    remedy: 'Wählen Sie eine andere Tonspur, oder nehmen Sie noch einmal auf.',
  },
  'audio-invalid': {
    message: 'Eine Aufnahme oder das Mikrofon lieferte beschädigten Ton.',
    remedy: 'Nehmen Sie noch einmal auf.',
  },
  'device-lost': {
    message: 'Was die Sprache berechnet, ist ausgefallen.',
    remedy: 'Versuchen Sie es noch einmal; Utter nimmt etwas anderes, wenn es etwas gibt.',
  },
  'microphone-denied': {
    message: 'Utter darf das Mikrofon nicht benutzen.',
    remedy: 'Erlauben Sie es im Browser oder im System, und beginnen Sie noch einmal.',
  },
  'microphone-missing': {
    message: 'Es lässt sich kein Mikrofon benutzen.',
    remedy: 'Schließen Sie eines an, und beginnen Sie noch einmal.',
  },
  'microphone-lost': {
    message: 'Das Mikrofon wurde getrennt.',
    remedy: 'Schließen Sie es wieder an; was Sie bis dahin sagten, ist aufbewahrt.',
  },
  'manifest-invalid': {
    message: 'Die Beschreibung eines Modells ist ungültig.',
    remedy: 'Wählen Sie ein anderes Modell, oder installieren Sie dieses noch einmal.',
  },
  'words-invalid': {
    message: 'Einige Ihrer Wörter lassen sich nicht verwenden.',
    remedy: 'Berichtigen Sie sie unter Einstellungen.',
  },
  'text-invalid': {
    message: 'Eine Einstellung für geschriebenen Text ist ungültig.',
    remedy: 'Berichtigen Sie sie unter Einstellungen.',
  },
  'file-unwritable': {
    message: 'Eine Datei ließ sich nicht schreiben.',
    remedy: 'Schaffen Sie Platz, oder wählen Sie einen anderen Ort.',
  },
  'download-failed': {
    message: 'Das Herunterladen ist fehlgeschlagen.',
    remedy: 'Versuchen Sie es später noch einmal; was angekommen ist, bleibt.',
  },
  'history-unavailable': {
    message: 'Der Verlauf lässt sich nicht lesen oder schreiben.',
    remedy: 'Schaffen Sie Platz, oder erlauben Sie Utter, Daten zu speichern.',
  },
  internal: {
    message: 'Etwas Unerwartetes ist schiefgegangen.',
    remedy: 'Versuchen Sie es noch einmal. Geschieht es wieder, melden Sie es bitte mit dieser Meldung.',
  },
};

export const errorDetail: Group<'errorDetail', Forms> = { exact: 'Im Wortlaut: „{{detail}}“' };
