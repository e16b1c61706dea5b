import type { DeliveryMethod, DeliveryMode, DeliveryRule } from '../../core/settings';
import type { Target } from './target';

const rulesFor = (method: DeliveryMethod, apps: string): readonly DeliveryRule[] =>
  apps.split(' ').map((app) => ({ app, method }));

/**
 * How applications that don't paste with Ctrl+V take text: window classes on X11, program names on Windows. (On macOS
 * Cmd+V pastes everywhere.) The user's rules come first, and `*` in them stands for every application.
 */
export const shippedRules: readonly DeliveryRule[] = [
  ...rulesFor(
    'paste-terminal',
    'gnome-terminal gnome-terminal-server org.gnome.terminal kgx org.gnome.console org.gnome.ptyxis ptyxis konsole ' +
      'org.kde.konsole yakuake org.kde.yakuake xfce4-terminal mate-terminal lxterminal qterminal tilix terminator tilda guake ' +
      'terminology deepin-terminal cool-retro-term alacritty kitty foot com.mitchellh.ghostty ghostty ' +
      'org.wezfurlong.wezterm wezterm-gui st st-256color stterm warp dev.warp.warp hyper contour rio',
  ),
  // These have no paste key for the clipboard unless configured, and Ctrl+V means something else to them.
  ...rulesFor('paste-selection', 'xterm uxterm rxvt urxvt urxvt-unicode aterm eterm emacs gvim mintty putty kitty_portable'),
];

/** How the text is to reach `target`. */
export function methodFor(
  target: Target,
  mode: DeliveryMode,
  userRules: readonly DeliveryRule[],
  platform: NodeJS.Platform,
): DeliveryMethod {
  const names = target.state === 'window' ? target.names : [];
  const own = userRules.find(({ app }) => app === '*' || names.includes(app));
  if (mode !== 'paste') return mode === 'copy' ? 'copy' : (own?.method ?? 'type');
  const shipped = platform === 'darwin' ? undefined : shippedRules.find(({ app }) => names.includes(app));
  return (own ?? shipped)?.method ?? 'paste';
}
