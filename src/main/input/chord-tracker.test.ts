import { describe, expect, it } from 'vitest';
import { parseAccelerator, type HookKey, type Modifier } from './accelerator';
import { ChordTracker, soloSettleMs, staleModifierMs, type KeyFlags } from './chord-tracker';

const flagOf: Readonly<Record<Modifier, keyof KeyFlags>> = {
  Control: 'ctrlKey',
  Alt: 'altKey',
  Shift: 'shiftKey',
  Super: 'metaKey',
};
const modifiers: Readonly<Partial<Record<HookKey, Modifier>>> = {
  Ctrl: 'Control',
  CtrlRight: 'Control',
  Shift: 'Shift',
  Alt: 'Alt',
  AltRight: 'Alt',
  Meta: 'Super',
};

/** A keyboard whose flags are those of the keys that are down. */
function keyboard(...accelerators: string[]) {
  const tracker = new ChordTracker(true);
  const told: string[] = [];
  const down = new Set<HookKey>();
  let nowMs = 0;
  const tell = (events: ReturnType<ChordTracker['tick']>): void => {
    for (const event of events) {
      if (event.type === 'modifiers') continue;
      told.push(event.type === 'activity' ? event.type : `${event.type} ${event.id}`);
    }
  };
  tracker.watch(accelerators.map((id) => ({ id, chord: parseAccelerator(id, 'linux')! })));
  const press = (...keys: HookKey[]): void => {
    for (const key of keys) {
      down.add(key);
      const flags = { ctrlKey: false, altKey: false, shiftKey: false, metaKey: false };
      for (const each of down) {
        const modifier = modifiers[each];
        if (modifier !== undefined) flags[flagOf[modifier]] = true;
      }
      tell(tracker.keyDown(key, flags, nowMs));
    }
  };
  const release = (...keys: HookKey[]): void => {
    for (const key of keys) {
      down.delete(key);
      tell(tracker.keyUp(key, nowMs));
    }
  };
  const wait = (ms: number): void => {
    nowMs += ms;
    tell(tracker.tick(nowMs));
  };
  /** Keys that go up unseen, as behind a locked screen. */
  const forget = (): void => down.clear();
  return { tracker, told, press, release, wait, forget, click: () => tell(tracker.mouseDown()) };
}

describe('chord tracker', () => {
  it('[S51] tells of a press once and of its release, whichever key goes up first', () => {
    for (const first of ['Space', 'Ctrl', 'Shift'] as const) {
      const { told, press, release, wait } = keyboard('Ctrl+Shift+Space');
      press('Ctrl', 'Shift', 'Space', 'Space', 'Space');
      wait(1000);
      release(first);
      release('Space', 'Shift', 'Ctrl');
      expect(told).toEqual(['pressed Ctrl+Shift+Space', 'released Ctrl+Shift+Space']);
    }
  });

  it('[S55] a larger chord, or another key held beside it, is not the chord', () => {
    for (const beside of ['Alt', 'Meta', 'A'] as const) {
      const { told, press } = keyboard('Ctrl+Space');
      press(beside, 'Ctrl', 'Space');
      expect(told).toEqual([]);
    }
    const { told, press, release } = keyboard('Ctrl+Space');
    press('Space', 'Ctrl');
    release('Ctrl', 'Space');
    press('Ctrl', 'Space');
    expect(told).toEqual(['pressed Ctrl+Space']);
  });

  it('[S55] a modifier alone is pressed when it stays alone, or is tapped alone', () => {
    const { told, press, release, wait } = keyboard('RightControl');
    press('CtrlRight');
    wait(soloSettleMs - 1);
    expect(told).toEqual([]);
    wait(1);
    release('CtrlRight');
    press('CtrlRight');
    wait(50);
    release('CtrlRight');
    expect(told).toEqual(['pressed RightControl', 'released RightControl', 'pressed RightControl', 'released RightControl']);
  });

  it('[S55] a modifier inside a larger chord does not fire, and one held before it is taken back', () => {
    const { told, press, release, wait, click } = keyboard('RightControl');
    press('CtrlRight', 'C');
    release('C', 'CtrlRight');
    press('Shift', 'CtrlRight');
    wait(500);
    release('CtrlRight', 'Shift');
    press('CtrlRight');
    click();
    release('CtrlRight');
    expect(told).toEqual([]);
    press('CtrlRight');
    wait(soloSettleMs);
    press('C');
    release('C', 'CtrlRight');
    expect(told).toEqual(['pressed RightControl', 'abandoned RightControl']);
  });

  it('[S52] keys whose release nobody saw do not stick', () => {
    const { told, press, wait, forget } = keyboard('Ctrl+Space');
    press('Alt', 'A');
    forget();
    wait(6000);
    press('Ctrl', 'Space');
    expect(told).toEqual(['pressed Ctrl+Space']);
  });

  it('[S57] tells nothing of other keys but, once asked, that there was one', () => {
    const { tracker, told, press, release, click } = keyboard('F9');
    press('A');
    release('A');
    tracker.arm(null, 0);
    press('Shift', 'F9');
    release('F9', 'Shift');
    press('F9');
    release('F9');
    expect(told).toEqual(['activity', 'pressed F9', 'released F9']);
    tracker.arm(null, 0);
    press('Ctrl');
    release('Ctrl');
    click();
    press('B');
    expect(told.slice(3)).toEqual(['activity']);
  });

  it('[S57] Utter’s own press of the paste keys is not taken for the user’s, however late it comes round', () => {
    const { tracker, told, press, release, wait } = keyboard('F9');
    tracker.arm('V', 0);
    wait(1500);
    press('Ctrl', 'V');
    release('V', 'Ctrl');
    expect(told).toEqual([]);
    press('Ctrl', 'V');
    expect(told).toEqual(['activity']);
  });

  it('[S53] the cancel key is heard beside the key that is held to talk, and only once', () => {
    const { tracker, told, press, release } = keyboard();
    tracker.watch([
      { id: 'dictate', chord: parseAccelerator('Ctrl+Shift+Space', 'linux')! },
      { id: 'cancel', chord: parseAccelerator('Escape', 'linux')!, isLoose: true },
    ]);
    press('Ctrl', 'Shift', 'Space', 'Escape', 'Escape');
    release('Escape', 'Space', 'Shift', 'Ctrl');
    press('Escape');
    expect(told).toEqual(['pressed dictate', 'pressed cancel', 'released dictate', 'pressed cancel']);
  });

  it('[S53] a binding that goes while it is held is released', () => {
    const { tracker, told, press } = keyboard('F9', 'F10');
    press('F9');
    expect(tracker.watch([{ id: 'F9', chord: parseAccelerator('F9', 'linux')! }])).toEqual([]);
    expect(tracker.watch([])).toEqual([{ type: 'released', id: 'F9' }]);
    expect(told).toEqual(['pressed F9']);
  });
});

describe('accelerator', () => {
  it('[S54] the same keys are the same chord however they are written', () => {
    const parse = (text: string) => parseAccelerator(text, 'linux');
    expect(parse('CommandOrControl+Shift+Space')).toEqual(parse('shift+CTRL+space'));
    expect(parse('CmdOrCtrl+Esc')).toEqual(parse('Control+Escape'));
    expect(parseAccelerator('CommandOrControl+A', 'darwin')).toEqual(parseAccelerator('Cmd+A', 'darwin'));
    for (const none of ['', '+', 'Ctrl', 'Ctrl+', 'Ctrl+Foo', 'A+B', 'Ctrl+RightControl']) expect(parse(none)).toBeNull();
  });

  it('[H61] a modifier whose release nobody saw, as Meta’s after Win+L, stops in nobody’s way, though the hook still counts it', () => {
    const { told, press, release, wait } = keyboard('Control+Shift+Space');
    press('Meta');
    // L and both releases go to the lock screen; the hook's own flags keep Meta.
    wait(staleModifierMs);
    press('Ctrl', 'Shift', 'Space');
    release('Space', 'Shift', 'Ctrl');
    expect(told).toEqual(['pressed Control+Shift+Space', 'released Control+Shift+Space']);
    press('Ctrl', 'Shift', 'Space');
    release('Space', 'Shift', 'Ctrl');
    expect(told, 'nor later').toHaveLength(4);
    release('Meta');
    press('Meta', 'Ctrl', 'Shift', 'Space');
    expect(told, 'and when it is really held it makes the chord larger').toHaveLength(4);
  });

  it('[H62] AltGr writes characters and is no Alt for keys that do', () => {
    const { told, press, release } = keyboard('Alt+Q', 'Control+Alt+F9');
    press('AltRight', 'Q');
    release('Q', 'AltRight');
    press('Ctrl', 'AltRight', 'Q');
    release('Q', 'AltRight', 'Ctrl');
    expect(told).toEqual([]);
    press('Alt', 'Q');
    release('Q', 'Alt');
    press('Ctrl', 'AltRight', 'F9');
    expect(told).toEqual(['pressed Alt+Q', 'released Alt+Q', 'pressed Control+Alt+F9']);
  });
});
