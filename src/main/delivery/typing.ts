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

/** Typing may take so long before it counts as hung. */
const [typingMsPerCharacter, typingStartMs] = [250, 3000];

/** The text goes to a program's input, never into its arguments, where other users could read it. */
export function createTypist({
  platform,
  isWayland,
  isInstalled = isOnPath,
  feed = feedCommand,
}: Pick<TypingHost, 'platform' | 'isWayland'> & Partial<TypingHost>): Typist {
  const through = (
    program: string,
    args: (text: string) => readonly string[],
    encode = (text: string): string => text,
  ): Typist => ({
    obstacle: null,
    type: (text) => feed(program, args(text), Buffer.from(encode(text)), typingStartMs + typingMsPerCharacter * text.length),
  });
  if (platform === 'darwin') return through('osascript', () => ['-'], appleScript);
  if (platform === 'win32') {
    const args = ['-NoProfile', '-NonInteractive', '-Command', sendKeysScript];
    return through('powershell.exe', () => args, sendKeys);
  }
  const program = isWayland ? 'wtype' : 'xdotool';
  if (isInstalled(program)) return through(program, isWayland ? () => ['-'] : xdotoolArgs);
  const missing = `Typing needs the program ${program}; install it, or choose pasting. The text is on the clipboard.`;
  return { obstacle: missing, type: () => Promise.reject(new Error(missing)) };
}

/**
 * A character that the layout lacks is put on a spare key for a moment, and the window has to hear of that before the key
 * comes: at 12 and at 40 ms for each, xterm lost some, at 100 ms none.
 */
function xdotoolArgs(text: string): readonly string[] {
  const delayMs = /^[\x20-\x7e\n\t]*$/.test(text) ? 12 : 100;
  return ['type', '--clearmodifiers', '--delay', String(delayMs), '--file', '-'];
}

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
