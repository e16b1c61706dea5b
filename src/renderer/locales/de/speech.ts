import type { Group } from '../messages';
import type { Forms } from './forms';

export const finalText: Group<'finalText', Forms> = {
  tier: 'Endtext',
  automatic: 'Automatisch',
  automaticBoth: 'Automatisch: bester Text',
  automaticSmall: 'Automatisch: schnell',
  automaticNone: 'Automatisch: Live-Wörter',
  both: 'Bester Text: beide Modelle',
  small: 'Schnell: das kleine Modell',
  none: 'Nur Live-Wörter',
  note: 'Was Sie sagen, wird bei jeder Pause noch einmal angehört, von Modellen, die besser hören, als es für Live-Wörter möglich ist. Zugestellt wird deren Text.',
  noModels: 'Kein Modell dafür ist installiert; der Text besteht aus den Live-Wörtern.',
  model: 'Gründliches Modell',
  onBattery: 'Auch im Akkubetrieb',
  wait: 'Wie lange die Zustellung darauf wartet',
  noWait: 'Gar nicht',
  refresh: 'Bessere Wörter schon beim Sprechen',
  refreshAuto: 'Wenn der Rechner schnell genug ist',
  refreshOn: 'Immer',
  refreshOff: 'Nie',
};

export const languages: Group<'languages', Forms> = {
  title: 'Sprachen, die Sie sprechen',
  language: 'Sprache',
  default: 'Standard',
  makeDefault: '{{language}} zum Standard machen',
  use: 'Zuerst verwenden',
  add: 'Sprache hinzufügen',
  choose: 'Auswählen …',
  remove: '{{language}} entfernen',
  removeShort: 'Entfernen',
  automatic: 'Die Sprache unter diesen selbst erkennen',
  automaticShort: 'automatisch',
  live: 'Wörter erscheinen, während Sie sprechen.',
  atPauses: 'Keine Wörter beim Sprechen: der Text kommt bei jeder Pause.',
  unheard: 'Kein Modell, das in Gebrauch ist, versteht diese Sprache.',
  weak: 'Das mitgelieferte Modell schreibt etwa {{percent}} % der Wörter falsch. Größere Modelle können es besser.',
  rate: 'Etwa {{percent}} % der Wörter sind falsch.',
};
