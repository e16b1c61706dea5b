/** Which file of a folder is which part of a streaming transducer, by the names that exporters give them. */

export interface FolderFile {
  readonly name: string;
  readonly bytes: number;
}

/** The files of one model. */
export interface FolderParts {
  readonly encoder: FolderFile;
  readonly decoder: FolderFile;
  readonly joiner: FolderFile;
  readonly tokens: FolderFile;
}

export type FolderReading =
  | { readonly state: 'complete'; readonly parts: FolderParts }
  | { readonly state: 'incomplete'; readonly missing: readonly string[]; readonly found: readonly string[] }
  /** No part of a transducer is there. */
  | { readonly state: 'other'; readonly found: readonly string[] };

export type Precision = 'int8' | 'fp32' | 'fp16';

const roles = ['encoder', 'decoder', 'joiner'] as const;
type Role = (typeof roles)[number];

function precisionOf(name: string): Precision {
  if (/int8|quant/i.test(name)) return 'int8';
  return /fp16|float16/i.test(name) ? 'fp16' : 'fp32';
}

function roleOf(name: string): Role | null {
  if (!name.endsWith('.onnx')) return null;
  return roles.find((role) => new RegExp(`(^|[^a-z])${role}([^a-z]|$)`, 'i').test(name)) ?? null;
}

/** What a file is an export of, without its part and precision: those of one export go together. */
function exportOf(name: string): string {
  return name.replace(/encoder|decoder|joiner/i, '').replace(/[._-]?(int8|fp16|float16|quant\w*)/gi, '');
}

/**
 * Finds the parts of one model in the folder itself. Of several exports the complete one that comes first by name is taken, and of several
 * precisions the requested one; if a part lacks it, another of the same export.
 */
export function readFolder(files: readonly FolderFile[], wanted: Precision = 'int8'): FolderReading {
  const sorted = files.filter(({ name }) => !name.includes('/')).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const found = sorted.map(({ name }) => name);
  const graphs = sorted.flatMap((file) => {
    const role = roleOf(file.name);
    return role === null ? [] : [{ file, role, group: exportOf(file.name), precision: precisionOf(file.name) }];
  });
  const tokens =
    sorted.find(({ name }) => name === 'tokens.txt') ??
    sorted.find(({ name }) => /^tokens.*\.txt$/.test(name)) ??
    sorted.find(({ name }) => name === 'bpe.model') ??
    sorted.find(({ name }) => name.endsWith('.model'));
  if (graphs.length === 0) return { state: 'other', found };

  const order: readonly Precision[] = [wanted, ...(['int8', 'fp32', 'fp16'] as const).filter((one) => one !== wanted)];
  const pick = (group: string, role: Role): FolderFile | undefined => {
    const candidates = graphs.filter((graph) => graph.group === group && graph.role === role);
    return order.flatMap((precision) => candidates.filter((graph) => graph.precision === precision))[0]?.file;
  };
  const groups = [...new Set(graphs.map(({ group }) => group))];
  const missingOf = (group: string): Role[] => roles.filter((role) => pick(group, role) === undefined);
  const group = groups.toSorted((a, b) => missingOf(a).length - missingOf(b).length)[0]!;
  const missing: string[] = missingOf(group).map((role) => `${role}….onnx`);
  if (tokens === undefined) missing.push('tokens.txt');
  const [encoder, decoder, joiner] = roles.map((role) => pick(group, role));
  if (encoder === undefined || decoder === undefined || joiner === undefined || tokens === undefined) {
    return { state: 'incomplete', missing, found };
  }
  return { state: 'complete', parts: { encoder, decoder, joiner, tokens } };
}
