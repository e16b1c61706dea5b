import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { collectLicences } from './licences';

const root = path.resolve(import.meta.dirname, '..');

interface Lock {
  readonly packages: Readonly<
    Record<string, { readonly version?: string; readonly dev?: boolean; readonly devOptional?: boolean }>
  >;
}

describe('the file of licences', () => {
  let text = '';
  beforeAll(async () => {
    text = await collectLicences(root);
  });

  it('[H52] names every package that the application depends on, directly or not', () => {
    const { packages } = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')) as Lock;
    const needed = Object.entries(packages).flatMap(([folder, { version, dev, devOptional }]) => {
      const name = folder.split('node_modules/').at(-1) ?? '';
      const isShipped = folder !== '' && !dev && !devOptional && !name.startsWith('@types/');
      // Binaries for other systems are in the list, but not on this machine.
      return isShipped && existsSync(path.join(root, folder, 'package.json')) ? [`${name}@${version}`] : [];
    });
    expect(needed.length).toBeGreaterThan(20);
    expect(needed.filter((each) => !text.includes(`\n${each} (`))).toEqual([]);
  });

  it('[H52] gives each licence’s text, and a name where a package has none', () => {
    for (const part of [
      'UNICODE LICENSE V3',
      'CC BY-SA 4.0',
      'Apache License',
      'GNU LESSER GENERAL PUBLIC LICENSE',
      'Permission is hereby granted',
    ]) {
      expect(text).toContain(part);
    }
    expect(text, 'a notice that must be passed on').toContain('Copyright (c) 2014-2017 David Fahlander');
    expect(text).not.toContain('unknown licence');
    expect(text).not.toMatch(/\((UNKNOWN|UNLICENSED)/);
  });

  it('[H52] names the models and what they learned from', () => {
    expect(text).toContain('The model utter-en\n');
  });
});
