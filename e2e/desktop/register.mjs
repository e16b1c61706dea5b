// Makes `import 'electron'` of the built main process find the double: `node --import ./register.mjs out/main/index.js`.
import { register } from 'node:module';

const double = new URL('./electron/index.ts', import.meta.url).href;
const hooks = `export async function resolve(specifier, context, next) {
  return specifier === 'electron' ? next(${JSON.stringify(double)}, context) : next(specifier, context);
}`;
register(`data:text/javascript,${encodeURIComponent(hooks)}`);
