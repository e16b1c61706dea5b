import { rename } from 'node:fs/promises';
import type { Log } from './log';

/** Renames a damaged JSON file, so that the next one doesn't overwrite it. */
export async function setAside(path: string, log: Log, error: unknown): Promise<void> {
  const backup = path.replace(/(\.json)?$/, `.damaged-${new Date().toISOString().replaceAll(':', '-')}.json`);
  log.error(`${path} is damaged and was set aside as ${backup}`, error);
  await rename(path, backup).catch((reason: unknown) => log.error(`cannot set ${path} aside`, reason));
}
