/** How text can reach another application in this session. */
export type Route =
  | { readonly kind: 'input-host' }
  | { readonly kind: 'wayland' }
  /** `clipboard` names which one still works from the background. */
  | { readonly kind: 'copy-only'; readonly clipboard: 'electron' | 'wayland'; readonly reason: string };

export interface Session {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  isInstalled(program: string): boolean;
}

export function isWaylandSession({ platform, env }: Pick<Session, 'platform' | 'env'>): boolean {
  return platform === 'linux' && (env['XDG_SESSION_TYPE'] === 'wayland' || Boolean(env['WAYLAND_DISPLAY']));
}

/** Why key releases can't be heard in this session, or null. Under XWayland the hook's process would abort. */
export function hookObstacle(session: Pick<Session, 'platform' | 'env'>): string | null {
  if (session.platform !== 'linux') return null;
  if (isWaylandSession(session)) return 'Wayland does not tell applications when a key is released, so each press toggles.';
  return session.env['DISPLAY'] ? null : 'There is no display to hear keys on.';
}

export function chooseRoute({ platform, env, isInstalled }: Session): Route {
  if (platform !== 'linux') return { kind: 'input-host' };
  if (!isWaylandSession({ platform, env })) {
    if (env['DISPLAY']) return { kind: 'input-host' };
    const reason = 'There is no display to type into. The text is on the clipboard.';
    return { kind: 'copy-only', clipboard: 'electron', reason };
  }
  const hasClipboard = isInstalled('wl-copy') && isInstalled('wl-paste');
  if (hasClipboard && isInstalled('wtype')) return { kind: 'wayland' };
  const reason =
    'Typing into other applications on Wayland needs the programs wtype and wl-clipboard; install them, ' +
    'then restart Utter. The text is on the clipboard.';
  return { kind: 'copy-only', clipboard: hasClipboard ? 'wayland' : 'electron', reason };
}
