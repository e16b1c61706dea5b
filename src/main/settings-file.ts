import { readFile } from 'node:fs/promises';
import { defaultSettings, parseSettings, type Settings } from '../core/settings';
import { writeFileAtomically } from './atomic-file';
import type { Log } from './log';
import { setAside } from './set-aside';

/** The user's settings: in memory, and in a JSON file that outlives the application. */
export interface SettingsFile {
  current(): Settings;
  write(settings: Settings): Promise<void>;
}

/** Reads the file once. One that isn't JSON is set aside, not overwritten, and the defaults apply. */
export async function openSettings(path: string, log: Log): Promise<SettingsFile> {
  let settings = await readSettings(path, log);
  let writes: Promise<void> = Promise.resolve();
  return {
    current: () => settings,
    write(next) {
      settings = next;
      // One write at a time, in order: the last one asked for is the one that stays.
      const write = writes.then(() => writeFileAtomically(path, `${JSON.stringify(next, null, 2)}\n`));
      writes = write.catch(() => undefined);
      return write;
    },
  };
}

async function readSettings(path: string, log: Log): Promise<Settings> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') log.error(`cannot read ${path}`, error);
    return defaultSettings;
  }
  try {
    return parseSettings(JSON.parse(text));
  } catch (error) {
    await setAside(path, log, error);
    return defaultSettings;
  }
}
