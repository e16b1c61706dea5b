import type { Group } from '../messages';
import type { Forms } from './forms';

export const remarks: Group<'remarks', Forms> = {
  cancelled: 'Abgebrochen. Das Gesagte steht noch hier und wurde nicht eingefügt.',
  cancelledHere: 'Abgebrochen. Was Sie gesagt haben, bleibt hier.',
  discardedKept: 'Verworfen. Was Sie gesagt haben, steht noch im Verlauf.',
  discarded: 'Verworfen.',
  interrupted: 'Unterbrochen. Ihre Worte stehen noch hier.',
  lateText: 'Im Verlauf liegt ein besserer Text dessen, was Sie gesagt haben.',
  noWords: 'Es wurden keine Wörter erkannt.',
  pasted: 'In die zuletzt benutzte Anwendung eingefügt.',
  typed: 'In die zuletzt benutzte Anwendung getippt.',
  copied: 'Kopiert.',
  copiedBecause: 'Kopiert. {{reason}}',
  saved: 'Gespeichert als {{name}}.',
  newerVersion: 'Utter {{version}} ist da: siehe Einstellungen.',
  smallerModel: '„{{model}}“ ist auf diesem Rechner zu langsam: „{{small}}“ wird benutzt.',
};

export const edits: Group<'edits', Forms> = {
  stopped: 'Beendet.',
  tookBack: '„{{words}}“ zurückgenommen. „Undo that“ bringt es zurück.',
  undone: 'Rückgängig gemacht: „{{words}}“. „Redo that“ stellt es wieder her.',
  doneAgain: 'Wiederhergestellt: „{{words}}“.',
  selected: '„{{words}}“ ausgewählt: Was Sie als Nächstes sagen, tritt an diese Stelle.',
  unselected: 'Nicht mehr ausgewählt: „{{words}}“.',
  nothing: {
    scratch: 'Es gibt nichts zurückzunehmen.',
    'delete-last-word': 'Es gibt kein Wort zu löschen.',
    undo: 'Es gibt nichts rückgängig zu machen.',
    redo: 'Es gibt nichts wiederherzustellen.',
    'select-last-word': 'Es gibt kein Wort auszuwählen.',
    'select-last-sentence': 'Es gibt keinen Satz auszuwählen.',
    'delete-last-sentence': 'Es gibt keinen Satz zu löschen.',
    'select-all': 'Es gibt nichts auszuwählen.',
    'delete-all': 'Es gibt nichts zu entfernen.',
    unselect: 'Nichts ist ausgewählt.',
    correct: 'Es gibt nichts zu verbessern.',
  },
};

export const failures: Group<'failures', Forms> = {
  unplayable: '„{{name}}“ kann dieses Fenster nicht abspielen.',
  unplayableRemedy: 'Der Text ist davon nicht betroffen. Ein anderes Programm kann die ursprüngliche Datei vielleicht abspielen.',
  notDelivered: 'Der Text kam nicht an. {{reason}}',
  notDeliveredRemedy: 'Ihr Text steht noch auf der Diktatseite: Kopieren Sie ihn von dort.',
  noModel: 'Es ist kein Modell installiert.',
  noModelRemedy: 'Legen Sie einen Modellordner in resources/models, oder installieren Sie Utter noch einmal.',
  usedOn: '{{reason}} „{{model}}“ wird weiter benutzt.',
  usedInstead: '{{reason}} Stattdessen wird {{model}} verwendet.',
  backendRefused: '„{{refused}}“ lässt sich auf diesem Rechner nicht verwenden, deshalb arbeitet Utter mit „{{used}}“.',
  backendRefusedRemedy:
    'Es geht nichts verloren. Ein neuerer Grafiktreiber kann helfen; bis dahin können Sie die Wahl Utter überlassen.',
  noWords: 'Dieses Modell erkennt in „{{name}}“ keine Wörter.',
  noWordsRemedy: 'Der Text bleibt, wie er war.',
  notStarted: 'sie konnte nicht gestartet werden',
  recogniserStopped: 'Die Spracherkennung ist stehengeblieben: {{reason}}.',
  recogniserStoppedRemedy:
    'Wählen Sie das Modell noch einmal, um sie neu zu starten. Geschieht es wieder, melden Sie es bitte mit dieser Meldung.',
  journalStopped: 'Die Mitschrift ist stehengeblieben: {{reason}}.',
  journalStoppedRemedy: 'Laden Sie die Seite neu. Bis dahin ginge bei einem Absturz verloren, was Sie sagen.',
  insecurePage: 'Diese Seite darf kein Mikrofon benutzen, weil sie nicht von einer sicheren Adresse kommt.',
  insecurePageRemedy: 'Öffnen Sie Utter von localhost oder über https.',
  microphoneLost: 'Das Mikrofon „{{name}}“ wurde getrennt, während Sie sprachen.',
  microphoneLostRemedy:
    'Was Sie bis dahin sagten, ist aufbewahrt. Schließen Sie es wieder an oder wählen Sie ein anderes, und sprechen Sie weiter.',
  microphoneDenied: 'Utter darf das Mikrofon nicht benutzen.',
  microphoneDeniedRemedy:
    'Erlauben Sie es in der Adresszeile oder in den Datenschutzeinstellungen des Systems, und beginnen Sie noch einmal.',
  microphoneGone: 'Das gewählte Mikrofon ist nicht angeschlossen.',
  microphoneGoneRemedy: 'Schließen Sie es an, oder wählen Sie unter Einstellungen ein anderes.',
  noMicrophone: 'Es wurde kein Mikrofon gefunden.',
  noMicrophoneRemedy: 'Schließen Sie eines an, und beginnen Sie noch einmal. Aufnahmen lassen sich auch ohne transkribieren.',
  microphoneNotOpened: 'Das Mikrofon konnte nicht geöffnet werden: {{reason}}.',
  noAnswer: 'es hat nicht geantwortet',
  microphoneNotOpenedRemedy: 'Vielleicht benutzt es eine andere Anwendung: Schließen Sie diese, und beginnen Sie noch einmal.',
  microphoneInUse: 'Das Mikrofon wird gerade benutzt.',
  microphoneInUseRemedy: 'Beenden Sie zuerst das Diktat.',
  otherListens: 'Stattdessen hört „{{name}}“ zu. {{remedy}}',
  folderNotWatched: 'Der Ordner {{folder}} kann nicht beobachtet werden: {{reason}}.',
  folderNotWatchedRemedy: 'Er wird jede Minute wieder gesucht; oder wählen Sie unter „Einstellungen“ einen anderen.',
};
