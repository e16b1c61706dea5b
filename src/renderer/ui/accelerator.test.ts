import { describe, expect, it } from 'vitest';
import { parseAccelerator } from '../../main/input/accelerator';
import { acceleratorOf, soloAcceleratorOf } from './accelerator';

const press = (code: string, ...held: ('ctrlKey' | 'altKey' | 'shiftKey' | 'metaKey')[]) => ({
  type: 'keydown',
  code,
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
