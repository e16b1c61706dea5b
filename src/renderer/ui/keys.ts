/** An Electron accelerator as the keyboard's keys are labelled. */
export function keyNames(accelerator: string, isMac: boolean): string {
  const names: Readonly<Record<string, string>> = {
    CommandOrControl: isMac ? 'Cmd' : 'Ctrl',
    CmdOrCtrl: isMac ? 'Cmd' : 'Ctrl',
    Command: 'Cmd',
    Control: 'Ctrl',
    Alt: isMac ? 'Option' : 'Alt',
    Super: isMac ? 'Cmd' : 'Super',
    RightControl: 'Right Ctrl',
    RightAlt: isMac ? 'Right Option' : 'Right Alt',
    RightShift: 'Right Shift',
    RightSuper: isMac ? 'Right Cmd' : 'Right Super',
    Escape: 'Esc',
  };
  return accelerator
    .split('+')
    .map((key) => names[key] ?? key)
    .join(' + ');
}

export const isMac = (): boolean => navigator.platform.startsWith('Mac');
