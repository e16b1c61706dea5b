import { listModels } from '../model-folder';
import { userModels } from '../../models/install';
import { table } from '../table';
import type { Terminal } from '../terminal';

/** Lists the models that come with Utter, and the user's own. */
export async function models(options: { readonly json?: boolean }, terminal: Terminal, root?: string): Promise<number> {
  const listed = [...(await listModels(root)), ...(root === undefined ? await listModels(userModels()) : [])];
  const found = listed.map(({ folder, manifest, bytes }) => ({
    id: manifest.id,
    name: manifest.name,
    language: manifest.language,
    licence: manifest.licence,
    bytes,
    evaluation: manifest.evaluation.map(({ set, wer, ...rest }) => ({ set, wer, low: rest['low'], high: rest['high'] })),
    folder,
  }));
  if (options.json === true) {
    terminal.out(`${JSON.stringify(found, null, 2)}\n`);
    return 0;
  }
  if (found.length === 0) {
    terminal.err('utter: no model is installed.\n       Name a model folder with --model.\n');
    return 1;
  }
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
  const rows = found.map(({ id, name, language, bytes, evaluation }) => [
    id,
    name,
    language,
    `${(bytes / 1e6).toFixed(1)} MB`,
    evaluation.map(({ set, wer }) => `${percent(wer)} (${set})`).join(', ') || 'not measured',
  ]);
  terminal.out(table(['id', 'name', 'language', 'size', 'word error rate'], rows));
  return 0;
}
