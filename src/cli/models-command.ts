import type { Command } from 'commander';
import type { CommandParts } from './words-command';

/** `utter models`: what is installed, and models of other projects. */
export function addModelCommands(program: Command, { terminal, signal, finish }: CommandParts): void {
  const models = program
    .command('models')
    .description('list the installed live and final models; download, import, check and remove models')
    .option('--json', 'as JSON')
    .action(async (options) => {
      const { models: list } = await import('./commands/models');
      finish(await list(options, terminal({})));
    });
  const store = () => import('./commands/model-store');
  models
    .command('catalogue')
    .description('list the models that can be downloaded')
    .option('--json', 'as JSON')
    .action(async (options: { json?: boolean }) => finish(await (await store()).listCatalogue(options, terminal({}))));
  models
    .command('download')
    .description('download a model from the catalogue, resuming an earlier attempt')
    .argument('<id>', 'as shown by "utter models catalogue"')
    .option('--mirror <address>', 'instead of the catalogue’s server (or the variable UTTER_MIRROR)')
    .option('--proxy <address>', 'instead of the one in HTTPS_PROXY or HTTP_PROXY')
    .option('--progress', 'show progress on standard error even if it is not a terminal')
    .action(async (id: string, options: { mirror?: string; proxy?: string; progress?: boolean }) =>
      finish(await (await store()).downloadModel(id, options, terminal(options), signal)),
    );
  models
    .command('import')
    .description('install a streaming transducer, or Whisper or Moonshine for the final pass, from a folder or archive')
    .argument('<folder or archive>')
    .action(async (source: string) => finish(await (await store()).importModelCommand(source, terminal({}), signal)));
  models
    .command('check')
    .description('show which model a folder contains, whether it is complete, whether it runs, and how fast')
    .argument('<folder>')
    .action(async (folder: string) => finish(await (await store()).checkModel(folder, terminal({}), signal)));
  models
    .command('remove')
    .description('remove a model that was downloaded or imported')
    .argument('<id>')
    .action(async (id: string) => finish(await (await store()).removeModelCommand(id, terminal({}))));
}
