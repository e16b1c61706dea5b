import { describe, expect, it } from 'vitest';
import { hotkeyModes, type HotkeyMode } from '../../core/settings';
import { Gesture, holdMs } from './gesture';

function setup(mode: HotkeyMode) {
  const commands: string[] = [];
  const gesture = new Gesture({ mode: () => mode, command: (...command) => void commands.push(command.join(' ')) });
  /** A press for so long; the page follows each command at once. */
  const press = (fromMs: number, forMs: number): void => {
    gesture.pressed(fromMs);
    gesture.phaseChanged(commands.at(-1) === 'start' ? 'listening' : 'idle');
    gesture.released(fromMs + forMs);
    if (commands.at(-1) !== 'start') gesture.phaseChanged('idle');
  };
  return { gesture, commands, press };
}

describe('gesture', () => {
  it('[S50] one key does both: a short tap switches, a long press talks', () => {
    const { commands, press } = setup('both');
    press(0, 100);
    expect(commands).toEqual(['start']);
    press(5000, 100);
    expect(commands).toEqual(['start', 'stop']);
    press(9000, holdMs);
    expect(commands).toEqual(['start', 'stop', 'start', 'stop']);
  });

  it('[S50] the press that ends a dictation ends it once, however long it lasts', () => {
    const { commands, press } = setup('both');
    press(0, 100);
    press(5000, 5 * holdMs);
    expect(commands).toEqual(['start', 'stop']);
  });

  it('[S50] toggle never listens to releases, hold always does', () => {
    const toggle = setup('toggle');
    toggle.press(0, 5 * holdMs);
    toggle.press(9000, 5 * holdMs);
    expect(toggle.commands).toEqual(['start', 'stop']);
    const hold = setup('hold');
    hold.press(0, 20);
    expect(hold.commands).toEqual(['start', 'stop']);
  });

  it('[S50] dictation starts with the press in every mode', () => {
    for (const mode of hotkeyModes) {
      const { gesture, commands } = setup(mode);
      gesture.pressed(0);
      expect(commands).toEqual(['start']);
    }
  });

  it('[S50] a release that comes before the page has answered still ends what its press began', () => {
    const { gesture, commands } = setup('hold');
    gesture.pressed(0);
    gesture.phaseChanged('idle'); // the end of the dictation before
    gesture.released(2000);
    expect(commands).toEqual(['start', 'stop']);
  });

  it('[S50] a dictation that ended by itself is started by the next press, one begun in the window stopped', () => {
    const { gesture, commands } = setup('both');
    gesture.pressed(0);
    gesture.released(100);
    gesture.phaseChanged('listening');
    gesture.phaseChanged('error');
    gesture.pressed(5000);
    expect(commands).toEqual(['start', 'start']);
    const other = setup('both');
    other.gesture.phaseChanged('listening');
    other.gesture.pressed(0);
    other.gesture.released(3000);
    expect(other.commands).toEqual(['stop']);
  });

  it('[S100] the key of a language starts dictation in it, and any of the keys ends what another began', () => {
    const { gesture, commands } = setup('both');
    gesture.pressed(0, 'de');
    gesture.phaseChanged('listening');
    gesture.released(100, 'de');
    gesture.pressed(5000);
    gesture.phaseChanged('idle');
    gesture.released(5100);
    expect(commands).toEqual(['start de', 'stop']);
    gesture.pressed(9000, 'de');
    gesture.released(9900, 'fr');
    gesture.abandoned();
    expect(commands.slice(2), 'another key’s release is not its own').toEqual(['start de']);
    gesture.released(9950, 'de');
    expect(commands.slice(2)).toEqual(['start de', 'stop']);
  });

  it('[S55] a press that was part of a larger chord is taken back', () => {
    const { gesture, commands } = setup('both');
    gesture.pressed(0);
    gesture.abandoned();
    gesture.released(3000);
    expect(commands).toEqual(['start', 'cancel']);
  });

  it('[S52] when the release can no longer be seen, dictation goes on until the next press', () => {
    const { gesture, commands } = setup('hold');
    gesture.pressed(0);
    gesture.phaseChanged('listening');
    gesture.releaseLost();
    gesture.released(3000);
    expect(commands).toEqual(['start']);
    gesture.pressed(4000);
    expect(commands).toEqual(['start', 'stop']);
  });
});
