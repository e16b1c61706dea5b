import type { Failure } from '../core/errors';

/** Where a command's output goes; tests put arrays in its place. */
export interface Terminal {
  /** Results; nothing else may be written here. */
  out(text: string): void;
  /** Messages. */
  err(text: string): void;
  /** A line on the terminal that the next one replaces; null where nobody watches. */
  readonly status: StatusLine | null;
}

export interface StatusLine {
  show(text: string): void;
  clear(): void;
}

/** @param progress shows progress even if standard error is not a terminal, one line for each change */
export function processTerminal(progress: boolean): Terminal {
  const { stderr, stdout } = process;
  const status = stderr.isTTY || progress ? createStatusLine(stderr) : null;
  return {
    out: (text) => void stdout.write(text),
    err: (text) => {
      status?.clear();
      stderr.write(text);
    },
    status,
  };
}

function createStatusLine(stream: NodeJS.WriteStream): StatusLine {
  let shown = '';
  return {
    show(text) {
      if (text === shown) return;
      const width = stream.columns ?? 80;
      const fitting = text.length < width ? text : `…${text.slice(text.length - width + 2)}`;
      stream.write(stream.isTTY ? `\r\u001b[K${fitting}` : `${text}\n`);
      shown = text;
    },
    clear() {
      if (shown !== '' && stream.isTTY) stream.write('\r\u001b[K');
      shown = '';
    },
  };
}

/** A failure as the command line prints it. */
export function failureText({ message, remedy }: Failure): string {
  return `utter: ${message}\n       ${remedy}\n`;
}
