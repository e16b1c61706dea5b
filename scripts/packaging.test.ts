import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { validateConfiguration } from 'app-builder-lib/out/util/config/config';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

const root = path.resolve(import.meta.dirname, '..');
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');

interface Packaging {
  readonly icon: string;
  readonly files: readonly string[];
  readonly asarUnpack: readonly string[];
  readonly extraResources: readonly { readonly from: string; readonly to: string }[];
  readonly mac: { readonly target: readonly string[]; readonly entitlements: string; readonly entitlementsInherit: string };
  readonly win: { readonly target: readonly string[] };
  readonly linux: { readonly target: readonly string[] };
}
const packaging = parse(read('electron-builder.yml')) as Packaging;

/** The folder or file that a pattern begins with. */
function beginning(pattern: string): string {
  const names = pattern.split('/');
  const firstWild = names.findIndex((name) => name.includes('*'));
  return names.slice(0, firstWild === -1 ? names.length : firstWild).join('/');
}

describe('packaging', () => {
  it('[H53] is a configuration that electron-builder takes', async () => {
    const log = { isEnabled: false, add: () => undefined } as unknown as Parameters<typeof validateConfiguration>[1];
    await validateConfiguration(packaging as unknown as Parameters<typeof validateConfiguration>[0], log);
    await expect(validateConfiguration({ ...packaging, linuxx: {} } as never, log)).rejects.toThrow('linuxx');
  });

  it('[H53] names files that are there', () => {
    // `out` is what the build makes.
    const patterns = [
      ...packaging.files.filter((pattern) => !pattern.startsWith('!') && !pattern.startsWith('out/')),
      ...packaging.asarUnpack,
    ];
    const named = [
      ...patterns.map(beginning),
      ...packaging.extraResources.map(({ from }) => from),
      packaging.icon,
      packaging.mac.entitlements,
      packaging.mac.entitlementsInherit,
    ];
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((file) => file === '' || !existsSync(path.join(root, file)))).toEqual([]);
  });

  it('[H53] carries every package that the main process does not bundle, with what that needs', () => {
    const bundled = /exclude: \[([^\]]*)\]/.exec(read('electron.vite.config.ts'))![1]!.match(/[\w@/-]+/g)!;
    const sources = readdirSync(path.join(root, 'src/main'), { recursive: true, encoding: 'utf8' });
    const imported = sources
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !file.includes('fixtures'))
      .flatMap((file) =>
        [...read(path.join('src/main', file)).matchAll(/(?:from|import\(|require\() ?'([^.'][^']*)'/g)].map(([, name]) => name!),
      )
      .filter((name) => !name.startsWith('node:') && name !== 'electron' && !bundled.includes(name));
    const needed = [...new Set(imported)].flatMap((name) => {
      const { dependencies = {} } = JSON.parse(read(`node_modules/${name}/package.json`)) as {
        dependencies?: Record<string, string>;
      };
      return [name, ...Object.keys(dependencies)];
    });
    expect(needed).toEqual(expect.arrayContaining(['uiohook-napi', 'x11']));
    const carried = packaging.files.map((pattern) => pattern.split('/').slice(0, 2).join('/'));
    expect(needed.filter((name) => !carried.includes(`node_modules/${name}`))).toEqual([]);
  });

  it('[H53] makes packages for three systems, and each has its resources where main looks for them', () => {
    expect(packaging.mac.target).toContain('dmg');
    expect(packaging.win.target).toContain('nsis');
    expect(packaging.linux.target).toEqual(expect.arrayContaining(['AppImage', 'deb', 'rpm']));
    const main = read('src/main/paths.ts');
    const wanted = [...main.matchAll(/join\(resources, '([^'/]+)/g)].map(([, name]) => name!);
    expect(wanted).toContain('updates.json');
    expect(wanted.filter((name) => !packaging.extraResources.some(({ to }) => to === name))).toEqual([]);
  });

  it('[H53] the release workflow makes what the configuration names, on all three systems', () => {
    const workflow = parse(read('.github/workflows/release.yml')) as {
      readonly jobs: { readonly package: { readonly strategy: { readonly matrix: { readonly os: readonly string[] } } } };
    };
    const { os } = workflow.jobs.package.strategy.matrix;
    expect(['ubuntu', 'macos', 'windows'].filter((system) => !os.some((each) => each.startsWith(system)))).toEqual([]);
    expect(read('.github/workflows/release.yml')).toContain('npm run dist');
  });
});
