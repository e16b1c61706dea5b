import { describe, expect, it } from 'vitest';
import { parseAccelerator } from '../../main/input/accelerator';
import { acceleratorOf, soloAcceleratorOf } from './accelerator';
import { keyNames } from './keys';

const press = (code: string, ...held: ('ctrlKey' | 'altKey' | 'shiftKey' | 'metaKey')[]) => ({
  type: 'keydown',
  code,
  key: code.startsWith('Key') ? code.slice(3).toLowerCase() : '',
  ctrlKey: held.includes('ctrlKey'),
  altKey: held.includes('altKey'),
  shiftKey: held.includes('shiftKey'),
  metaKey: held.includes('metaKey'),
});

describe('accelerator', () => {
  it('[U45] a pressed key is named as Electron names it', () => {
    expect(acceleratorOf(press('Space', 'ctrlKey', 'shiftKey'), false)).toBe('CommandOrControl+Shift+Space');
    expect(acceleratorOf(press('KeyV', 'metaKey', 'altKey'), true)).toBe('CommandOrControl+Alt+V');
    expect(acceleratorOf(press('KeyV', 'ctrlKey'), true)).toBe('Control+V');
    expect(acceleratorOf(press('F13'), false)).toBe('F13');
    expect(acceleratorOf(press('ControlLeft', 'ctrlKey'), false)).toBeNull();
    expect([soloAcceleratorOf('AltRight'), soloAcceleratorOf('AltLeft')]).toEqual(['RightAlt', null]);
  });

  it('[H60] a letter is the one on the key; on macOS, whose shortcuts go by position, the one at its place', () => {
    const labelled = (code: string, key: string) => ({ ...press(code, 'ctrlKey', 'shiftKey'), key });
    expect(acceleratorOf(labelled('KeyY', 'Z'), false), 'QWERTZ').toBe('CommandOrControl+Shift+Z');
    expect(acceleratorOf(labelled('Semicolon', 'S'), false), 'Dvorak').toBe('CommandOrControl+Shift+S');
    expect(acceleratorOf(labelled('KeyQ', "'"), false), 'Dvorak').toBe("CommandOrControl+Shift+'");
    expect(acceleratorOf(labelled('KeyQ', 'й'), false), 'Russian').toBe('CommandOrControl+Shift+Q');
    expect(acceleratorOf(labelled('Digit2', '@'), false)).toBe('CommandOrControl+Shift+2');
    expect(acceleratorOf(labelled('KeyY', 'Z'), true)).toBe('Control+Shift+Y');
  });

  it('[H60] on macOS a key is shown as it is labelled', () => {
    const qwertz = new Map([
      ['KeyY', 'z'],
      ['KeyZ', 'y'],
    ]);
    expect(keyNames('CommandOrControl+Shift+Y', true, qwertz)).toBe('Cmd + Shift + Z');
    expect(keyNames('CommandOrControl+Shift+F9', true, qwertz)).toBe('Cmd + Shift + F9');
    expect(keyNames('CommandOrControl+Shift+Y', false, qwertz), 'elsewhere it is called so already').toBe('Ctrl + Shift + Y');
  });

  it('[U45] whatever the field can record, main can hear', () => {
    const codes =
      'KeyA Digit1 Numpad5 F1 F24 Space Tab Backspace Delete Insert Enter Home End PageUp PageDown Escape ArrowUp ArrowDown ArrowLeft ArrowRight Semicolon Equal Comma Minus Period Slash Backquote BracketLeft BracketRight Backslash Quote';
    for (const code of codes.split(' ')) {
      const accelerator = acceleratorOf(press(code, 'ctrlKey', 'altKey'), false) ?? '';
      expect(parseAccelerator(accelerator, 'linux'), code).not.toBeNull();
    }
    for (const code of ['ControlRight', 'AltRight', 'ShiftRight', 'MetaRight']) {
      expect(parseAccelerator(soloAcceleratorOf(code) ?? '', 'linux'), code).not.toBeNull();
    }
  });
});
