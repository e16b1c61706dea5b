import { app, dialog, type BrowserWindow } from 'electron';

/** Asks for a folder; the page never chooses a path. */
export async function chooseFolder(window: BrowserWindow, chosen: (folder: string) => Promise<void>): Promise<void> {
  const { canceled, filePaths } = await dialog.showOpenDialog(window, {
    title: 'Folder whose new recordings are transcribed',
    defaultPath: app.getPath('documents'),
    properties: ['openDirectory', 'createDirectory'],
  });
  const [folder] = filePaths;
  if (!canceled && folder !== undefined) await chosen(folder);
}
