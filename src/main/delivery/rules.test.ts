import { describe, expect, it } from 'vitest';
import { deliveryMethods, type DeliveryRule } from '../../core/settings';
import { methodFor, shippedRules } from './rules';
import type { Target } from './target';

const window = (...names: string[]): Target => ({ state: 'window', id: '1', names });
const konsole = window('konsole', 'org.kde.konsole');

describe('delivery rules', () => {
  it('[P21] terminals paste with Ctrl+Shift+V, xterm and its like with Shift+Insert, all else with Ctrl+V', () => {
    const methods = [konsole, window('xterm'), window('firefox'), { state: 'unknown' } as const].map((target) =>
      methodFor(target, 'paste', [], 'linux'),
    );
    expect(methods).toEqual(['paste-terminal', 'paste-selection', 'paste', 'paste']);
    expect(methodFor(window('com.apple.terminal', 'alacritty'), 'paste', [], 'darwin')).toBe('paste');
  });

  it('[P21] the shipped rules are valid, lower-case, and name each application once', () => {
    const apps = shippedRules.map(({ app }) => app);
    expect(apps).toEqual([...new Set(apps.map((app) => app.toLowerCase().trim()))]);
    expect(apps).not.toContain('');
    for (const { method } of shippedRules) expect(deliveryMethods).toContain(method);
  });

  it('[P22] the user’s rules come first, and the first that matches counts', () => {
    const rules: DeliveryRule[] = [
      { app: 'konsole', method: 'type' },
      { app: '*', method: 'paste-selection' },
    ];
    expect(methodFor(konsole, 'paste', rules, 'linux')).toBe('type');
    expect(methodFor(window('firefox'), 'paste', rules, 'linux')).toBe('paste-selection');
    expect(methodFor({ state: 'unknown' }, 'paste', rules, 'linux')).toBe('paste-selection');
  });

  it('[P23] typing is for every application that the user named no other way for', () => {
    expect(methodFor(konsole, 'type', [], 'linux')).toBe('type');
    expect(methodFor(konsole, 'type', [{ app: 'konsole', method: 'paste-terminal' }], 'linux')).toBe('paste-terminal');
    expect(methodFor(konsole, 'copy', [{ app: 'konsole', method: 'type' }], 'linux')).toBe('copy');
  });
});
