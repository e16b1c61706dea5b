import { basename, join } from 'node:path';
import { app, dialog, type BrowserWindow } from 'electron';
import { writeFileAtomically } from '../atomic-file';

/** Asks where to save and writes there; false when the user cancels. The page never chooses a path. */
export async function saveFile(window: BrowserWindow, suggestedName: string, contents: string | Uint8Array): Promise<boolean> {
  const defaultPath = join(app.getPath('documents'), basename(suggestedName));
  const { canceled, filePath } = await dialog.showSaveDialog(window, { defaultPath });
  if (canceled || filePath === '') return false;
  await writeFileAtomically(filePath, contents);
  return true;
}
