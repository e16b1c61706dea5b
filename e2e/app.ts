/** The test of the browser edition: its browser, and the guarantee that holds in every test. */
import { expect, test as base } from '@playwright/test';
import { microphoneArgs, speakingMicrophone, type FakeMicrophone } from './microphone';
import { isLocal, openOutside, type Outside } from './network';

interface WorkerFixtures {
  /** What `getUserMedia` finds; set by `test.use`. */
  readonly microphone: FakeMicrophone;
  readonly outside: Outside;
}

interface TestFixtures {
  /** Whether the profile is of someone who has seen the first-run guide; set by `test.use`. */
  readonly isGuideSeen: boolean;
  /** Models of the final pass; most tests are about other things and need not wait for them. */
  readonly finalTier: 'auto' | 'both' | 'small' | 'none';
  /** The live model; null for the automatic choice. */
  readonly modelId: string | null;
  readonly profile: void;
  /** Fails a test in which anything left this machine. */
  readonly nothingLeaves: void;
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  microphone: [speakingMicrophone, { option: true, scope: 'worker' }],

  outside: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads the pattern
    async ({}, use) => {
      const outside = await openOutside();
      await use(outside);
      await outside.close();
    },
    { scope: 'worker' },
  ],

  launchOptions: [
    async ({ launchOptions, microphone, outside }, use) => {
      const args = [
        '--enable-unsafe-webgpu', // a software adapter where there is no GPU
        '--enable-unsafe-swiftshader',
        '--disable-background-networking',
        outside.proxyArg,
        ...microphoneArgs(microphone),
      ];
      await use({ ...launchOptions, args: [...(launchOptions.args ?? []), ...args] });
    },
    { scope: 'worker' },
  ],

  isGuideSeen: [true, { option: true }],
  finalTier: ['none', { option: true }],
  modelId: [null, { option: true }],

  profile: [
    async ({ isGuideSeen, finalTier, modelId, context }, use) => {
      await context.addInitScript((settings) => {
        const key = 'utter.settings';
        // Pages that may not store anything have no settings.
        if (location.protocol.startsWith('http') && localStorage.getItem(key) === null) localStorage.setItem(key, settings);
      }, JSON.stringify({ isGuideSeen, finalTier, modelId }));
      await use();
    },
    { auto: true },
  ],

  nothingLeaves: [
    async ({ outside, context }, use) => {
      const before = outside.requests.length;
      const requested: string[] = [];
      context.on('request', (request) => requested.push(request.url()));
      await use();
      const left = requested.filter((url) => !isLocal(url));
      expect([...left, ...outside.requests.slice(before)], '[W11] requests that left this machine').toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };
