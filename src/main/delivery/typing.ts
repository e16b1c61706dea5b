import { feedCommand, isInstalled as isOnPath } from './command';

/** Types text as keys, for applications that take no paste. */
export interface Typist {
  /** Why nothing can be typed here, in words for the user; null when it can. */
  readonly obstacle: string | null;
  /** Rejects when not all was typed. */
  type(text: string): Promise<void>;
}

export interface TypingHost {
  readonly platform: NodeJS.Platform;
  readonly isWayland: boolean;
  isInstalled(program: string): boolean;
  feed(program: string, args: readonly string[], input: Uint8Array, timeoutMs: number): Promise<void>;
}

/** Per character and for the start: xdotool binds a spare key for each character that the layout lacks. */
const [typingMsPerCharacter, typingStartMs] = [60, 3000];

/** The text goes to a program's input, never into its arguments, where other users could read it. */
export function createTypist({
  platform,
  isWayland,
  isInstalled = isOnPath,
  feed = feedCommand,
}: Pick<TypingHost, 'platform' | 'isWayland'> & Partial<TypingHost>): Typist {
  const through = (program: string, args: readonly string[], encode = (text: string): string => text): Typist => ({
    obstacle: null,
    type: (text) =>
      feed(program, args, Buffer.from(encode(text)), typingStartMs + typingMsPerCharacter * text.length),
  });
  if (platform === 'darwin') return through('osascript', ['-'], appleScript);
  if (platform === 'win32') {
    return through('powershell.exe', ['-NoProfile', '-NonInteractive', '-Command', sendKeysScript], sendKeys);
  }
  const [program, args] = isWayland ? ['wtype', ['-']] : ['xdotool', xdotoolArgs];
  if (isInstalled(program)) return through(program, args);
  const missing = `Typing needs the program ${program}; install it, or choose pasting. The text is on the clipboard.`;
  return { obstacle: missing, type: () => Promise.reject(new Error(missing)) };
}

/**
 * Without a pause the window may look a remapped key up before it was told of the mapping.
 */
const xdotoolArgs = ['type', '--clearmodifiers', '--delay', '12', '--file', '-'];

function appleScript(text: string): string {
  const lines = text.split('\n').map((line) => `keystroke "${line.replace(/[\\"]/g, '\\$&')}"`);
  return `tell application "System Events"\n${lines.join('\nkey code 36\n')}\nend tell\n`;
}

const sendKeysScript = [
  '[Console]::InputEncoding = [Text.Encoding]::UTF8',
  'Add-Type -AssemblyName System.Windows.Forms',
  '[System.Windows.Forms.SendKeys]::SendWait([Console]::In.ReadToEnd())',
].join('\n');

/** SendKeys gives these characters a meaning unless they are in braces. */
function sendKeys(text: string): string {
  return text.replace(/[+^%~(){}[\]]/g, '{$&}').replace(/\r?\n/g, '{ENTER}');
}
