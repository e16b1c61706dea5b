import { type ManifestFacts, manifestFacts } from '../../core/model/any-manifest';
import { userModels } from '../../models/install';
import { listModels } from '../model-folder';
import { table } from '../table';
import type { Terminal } from '../terminal';

/** Lists the models that come with Utter, and the user's own: those that hear live and those of the final pass. */
export async function models(options: { readonly json?: boolean }, terminal: Terminal, root?: string): Promise<number> {
  const found = [...(await listModels(root)), ...(root === undefined ? await listModels(userModels()) : [])];
  if (options.json === true) {
    terminal.out(`${JSON.stringify(found.map(asJson), null, 2)}\n`);
    return 0;
  }
  if (found.length === 0) {
    terminal.err('utter: no model is installed.\n       Name a model folder with --model.\n');
    return 1;
  }
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
  const rows = found.map(({ manifest }) => {
    const { id, name, role, bytes, rates, ...facts } = manifestFacts(manifest);
    const measured = rates.map(({ set, wer }) => `${percent(wer)} (${set})`).join(', ') || 'not measured';
    return [id, name, role, languageText(facts), `${(bytes / 1e6).toFixed(1)} MB`, measured];
  });
  terminal.out(table(['id', 'name', 'hears', 'language', 'size', 'word error rate'], rows));
  return 0;
}

type Listed = Awaited<ReturnType<typeof listModels>>[number];

function asJson({ folder, manifest }: Listed) {
  const { id, name, role, language, languages, licence, bytes } = manifestFacts(manifest);
  const evaluation = manifest.evaluation.map(({ set, wer, ...rest }) => ({ set, wer, low: rest['low'], high: rest['high'] }));
  return { id, name, role, language, languages, licence, bytes, evaluation, folder };
}

function languageText({ language, languages }: Pick<ManifestFacts, 'language' | 'languages'>): string {
  return languages.length > 8 ? `${languages.length} languages` : language;
}
