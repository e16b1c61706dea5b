import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../log';
import { isInstalled as isOnPath, runCommand } from './command';

/** The window that text would go to. */
export type Target =
  | {
      readonly state: 'window';
      /** Tells this window (on macOS: this application) from others for as long as it lives. */
      readonly id: string;
      /** Window class and instance, bundle identifier or program name, in lower case. */
      readonly names: readonly string[];
    }
  /** Nothing may be pressed there; `reason` says why, in a sentence. */
  | { readonly state: 'barred'; readonly reason: string }
  /** The desktop says that no window has the focus. */
  | { readonly state: 'none' }
  /** The desktop does not say. */
  | { readonly state: 'unknown' };

export interface TargetFinder {
  /** Begins to look; the next `find` gets the answer where looking is slow or comes to nothing. */
  prepare(): void;
  /** Never rejects. */
  find(): Promise<Target>;
}

export interface TargetHost {
  readonly platform: NodeJS.Platform;
  /** False where windows are Wayland's, which keeps them to itself. */
  readonly isX11: boolean;
  readonly log: Log;
  /** Of systemd's login manager, on Linux. */
  readonly sessionId: string | undefined;
  run(program: string, args: readonly string[]): Promise<Buffer>;
  isInstalled(program: string): boolean;
}

const unknown: Target = { state: 'unknown' };

/** Looking takes some 20 ms on X11 and macOS; a desktop that hangs must not hold the text back for long. */
const findTimeoutMs = 1500;

/**
 * PowerShell takes half a second to start, which the dictation's tail covers if it begins with that. Elsewhere the early answer
 * stands in for one that comes too late on a busy machine: not knowing means Ctrl+V, which a terminal takes for a character.
 */
const preparedForMs = 5000;

export function createTargetFinder({
  platform,
  isX11,
  log,
  sessionId = process.env['XDG_SESSION_ID'],
  run = runCommand,
  isInstalled = isOnPath,
}: Pick<TargetHost, 'platform' | 'isX11' | 'log'> & Partial<TargetHost>): TargetFinder {
  const host = { platform, isX11, log, sessionId, run, isInstalled };
  const look = lookFor(host);
  let prepared: { readonly target: Promise<Target>; readonly sinceMs: number } | null = null;

  const lookInTime = async (): Promise<Target> => {
    const giveUp = new AbortController();
    try {
      return await Promise.race([look(), sleep(findTimeoutMs, unknown, { signal: giveUp.signal })]);
    } catch (error) {
      log.error('the window in front could not be found', error);
      return unknown;
    } finally {
      giveUp.abort();
    }
  };

  return {
    prepare() {
      prepared = { target: lookInTime(), sinceMs: performance.now() };
    },
    async find() {
      const early = prepared !== null && performance.now() - prepared.sinceMs < preparedForMs ? prepared.target : null;
      prepared = null;
      if (early !== null && platform === 'win32') return early;
      const found = await lookInTime();
      return found.state === 'unknown' && early !== null ? early : found;
    },
  };
}

function lookFor(host: TargetHost): () => Promise<Target> {
  if (host.platform === 'darwin') return () => lookOnMac(host);
  if (host.platform === 'win32') return () => lookOnWindows(host);
  return async () => ((await isSessionLocked(host)) ? barred.locked : lookOnLinux(host));
}

function lookOnLinux(host: TargetHost): Promise<Target> {
  if (!host.isX11) return Promise.resolve(unknown);
  if (host.isInstalled('xprop')) return lookWithXprop(host);
  if (host.isInstalled('xdotool')) return lookWithXdotool(host);
  return Promise.resolve(unknown);
}

const barred = {
  locked: { state: 'barred', reason: 'The screen is locked.' },
  password: { state: 'barred', reason: 'A password field has the focus.' },
  secureInput: {
    state: 'barred',
    reason: 'macOS protects the keyboard (Secure Input): a password field has the focus, or a program asked for it.',
  },
  elevated: {
    state: 'barred',
    reason: 'The window in front runs as administrator, and Windows keeps other programs from typing into it.',
  },
} satisfies Record<string, Target>;

/** systemd knows the session's lock, whatever the desktop. */
async function isSessionLocked({ run, isInstalled, sessionId }: TargetHost): Promise<boolean> {
  if (sessionId === undefined || !isInstalled('loginctl')) return false;
  const hint = await run('loginctl', ['show-session', sessionId, '--property=LockedHint']).catch(() => '');
  return hint.toString().trim() === 'LockedHint=yes';
}

async function lookWithXprop({ run }: TargetHost): Promise<Target> {
  const active = (await run('xprop', ['-root', '_NET_ACTIVE_WINDOW'])).toString();
  const id = /window id # (0x[0-9a-f]+)/i.exec(active)?.[1];
  if (id === undefined) return unknown; // a window manager that does not say
  if (Number(id) === 0) return { state: 'none' };
  const properties = (await run('xprop', ['-id', id, 'WM_CLASS'])).toString();
  const names = [...properties.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, name = '']) => name.toLowerCase());
  return { state: 'window', id, names };
}

async function lookWithXdotool({ run }: TargetHost): Promise<Target> {
  const id = (await run('xdotool', ['getactivewindow'])).toString().trim();
  if (!/^\d+$/.test(id)) return unknown;
  const name = (await run('xdotool', ['getwindowclassname', id])).toString().trim().toLowerCase();
  return { state: 'window', id, names: name === '' ? [] : [name] };
}

async function lookOnMac({ run }: TargetHost): Promise<Target> {
  const session = (await run('ioreg', ['-d', '1', '-w', '0', '-k', 'IOConsoleUsers']).catch(() => '')).toString();
  if (/"CGSSessionScreenIsLocked"\s*=\s*Yes/.test(session)) return barred.locked;
  if (/"kCGSSessionSecureInputPID"\s*=\s*\d/.test(session)) return barred.secureInput;
  const id = (await run('lsappinfo', ['front'])).toString().trim();
  if (!id.startsWith('ASN:')) return { state: 'none' };
  const about = (await run('lsappinfo', ['info', '-only', 'bundleid', id])).toString();
  const name = /="([^"]+)"/.exec(about)?.[1];
  return { state: 'window', id, names: name === undefined ? [] : [name.toLowerCase()] };
}

const foregroundScript = [
  `Add-Type -Namespace U -Name W -MemberDefinition '[DllImport("user32.dll")] public static extern IntPtr GetForegroundWindow();`,
  `[DllImport("user32.dll")] public static extern uint GetWindowThreadProcessId(IntPtr h, out uint p);'`,
  '$h = [U.W]::GetForegroundWindow(); $p = 0; [void][U.W]::GetWindowThreadProcessId($h, [ref]$p)',
  'if ($h -eq 0) { "none"; exit }',
  // A process with more rights than one's own does not give its handle.
  '$s = "open"; $r = Get-Process -Id $p; try { if ($r.Handle -eq $null) { $s = "elevated" } } catch { $s = "elevated" }',
  // What accessibility programs are told of the element with the focus.
  'if ($s -eq "open") { try { Add-Type -AssemblyName UIAutomationClient;',
  'if ([Windows.Automation.AutomationElement]::FocusedElement.Current.IsPassword) { $s = "password" } } catch {} }',
  '"$h $s $($r.ProcessName)"',
].join('\n');

async function lookOnWindows({ run }: TargetHost): Promise<Target> {
  const args = ['-NoProfile', '-NonInteractive', '-Command', foregroundScript];
  const answer = (await run('powershell.exe', args)).toString().trim();
  if (answer === 'none') return { state: 'none' };
  const [, id, access, name] = /^(\d+) (open|elevated|password) (.+)$/.exec(answer) ?? [];
  if (name !== undefined && /^(LockApp|LogonUI)$/i.test(name)) return barred.locked;
  if (access === 'elevated' || access === 'password') return barred[access];
  return id === undefined || name === undefined ? unknown : { state: 'window', id, names: [name.toLowerCase()] };
}
