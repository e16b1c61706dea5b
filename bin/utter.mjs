#!/usr/bin/env node
// The command line runs from its TypeScript sources: no build step between `npm ci` and `npx utter`.
import { register } from 'tsx/esm/api';

register();
const { main } = await import('../src/cli/main.ts');
await main(process.argv);
