/** What each key writes by itself, by its place (https://wicg.github.io/keyboard-map); empty where that is not told. */
type Labels = ReadonlyMap<string, string>;
let labels: Labels = new Map();

interface KeyboardApi {
  readonly keyboard?: { getLayoutMap(): Promise<Labels> };
}

/** Asks the browser for the labels of the layout in use. */
export async function readLabels(): Promise<void> {
  labels = (await (navigator as KeyboardApi).keyboard?.getLayoutMap().catch(() => null)) ?? labels;
}

/** An Electron accelerator as the keyboard's keys are labelled. (Only on macOS it names a letter by its place.) */
export function keyNames(accelerator: string, isMac: boolean, labelled: Labels = labels): string {
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
    .map((key) => names[key] ?? ((isMac && labelled.get(`Key${key}`)?.toUpperCase()) || key))
    .join(' + ');
}

export const isMac = (): boolean => navigator.platform.startsWith('Mac');
