import type { Group } from '../messages';
import type { Forms } from './forms';

export const style: Group<'style', Forms> = {
  title: 'Stil',
  preview: 'Alles zusammen:',
  clock: 'Uhrzeiten',
  dates: 'Daten',
  smallNumbers: 'Zahlen unter zehn',
  ordinals: 'Erste bis neunte',
  units: 'Einheiten',
  separators: 'Tausender und Dezimalstellen',
  currency: 'Währungszeichen',
  spelling: 'Rechtschreibung',
  fillers: 'Füllwörter und Neuanfänge',
  lastStop: 'Ende einer kurzen Nachricht',
  letterCase: 'Großbuchstaben',
  gap: 'Zwischen Sätzen',
  gaps: { space: 'ein Leerzeichen', 'two-spaces': 'zwei Leerzeichen', line: 'eine neue Zeile' },
};
