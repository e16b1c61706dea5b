/** Longest name that every file system takes, in UTF-8 bytes, less room for " (2)" and a partial download's ending. */
const maxBytes = 200;

/** Names that Windows keeps for devices, whatever their extension. */
const reserved = /^(con|prn|aux|nul|com\d|lpt\d)$/i;

/** A name that Windows, macOS and Linux all take for a file: `stem.extension`. */
export function fileName(stem: string, extension: string): string {
  const plain = stem
    .normalize('NFC')
    // oxlint-disable-next-line no-control-regex -- Windows forbids them
    .replace(/[\u0000-\u001f\u007f\\/:*?"<>|]+/g, '-')
    .replace(/\s+/g, ' ')
    // Windows drops dots and spaces at the end; a dot at the beginning hides the file elsewhere.
    .replace(/^[. ]+|[. ]+$/g, '');
  const named = plain === '' ? 'Untitled' : reserved.test(plain) ? `${plain}_` : plain;
  return `${shortened(named)}.${extension}`;
}

/** The names, each different from those before it also where case is ignored. */
export function distinctNames(names: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    const [, stem = name, extension = ''] = /^(.*?)(\.[^.]*)?$/s.exec(name) ?? [];
    let candidate = name;
    for (let count = 2; taken.has(candidate.toLowerCase()); count++) candidate = `${stem} (${count})${extension}`;
    taken.add(candidate.toLowerCase());
    return candidate;
  });
}

/** Cut at a character, so that no half of one stays. */
function shortened(text: string): string {
  let bytes = 0;
  let cut = '';
  for (const character of text) {
    const code = character.codePointAt(0)!;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    if (bytes > maxBytes) break;
    cut += character;
  }
  return cut.trimEnd();
}
