/**
 * The files of a drop; those of a folder tell, as chosen ones do, where in it they are.
 * To be called while the drop is handled: afterwards the browser hides what was dropped.
 */
export async function droppedFiles(transfer: Pick<DataTransfer, 'items' | 'files'>): Promise<File[]> {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry());
  const files = [...transfer.files];
  const [entry] = entries;
  if (!entry?.isDirectory) return files;
  return folderFiles(entry as FileSystemDirectoryEntry);
}

/** The files of a folder itself; a model has none in the folders in it. */
async function folderFiles(folder: FileSystemDirectoryEntry): Promise<File[]> {
  const reader = folder.createReader();
  const entries: FileSystemEntry[] = [];
  for (;;) {
    // The browser gives a hundred at a time.
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) break;
    entries.push(...some);
  }
  const files = entries.filter((entry) => entry.isFile) as FileSystemFileEntry[];
  return Promise.all(
    files.map(async (entry) => {
      const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject));
      return Object.defineProperty(file, 'webkitRelativePath', { value: `${folder.name}/${file.name}` });
    }),
  );
}
