import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.{ts,tsx}', '{bench,proofs,scripts}/**/*.test.ts'],
    environment: 'node',
    // A process for each file: TensorFlow.js backends are global, and Dawn may take its process down with it.
    pool: 'forks',
    // Generous, because self-tests and golden parity also run on two busy cores.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    teardownTimeout: 20_000,
    restoreMocks: true,
    unstubGlobals: true,
  },
});
