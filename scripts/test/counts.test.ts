import { expect, it } from 'vitest';
import { playwrightCounts, totalLine, vitestCounts } from './counts.mjs';

it('[Q4] counts vitest reports, a file that could not load included', () => {
  const counts = vitestCounts({
    testResults: [
      {
        name: 'a.test.ts',
        status: 'failed',
        assertionResults: [
          { status: 'passed', fullName: 'one', failureMessages: [] },
          { status: 'failed', fullName: 'two', failureMessages: ['\u001b[31mexpected 1\u001b[0m\n  at …'] },
          { status: 'pending', fullName: 'three', failureMessages: [] },
        ],
      },
      { name: 'b.test.ts', status: 'failed', message: 'SyntaxError', assertionResults: [] },
    ],
  });
  expect(counts).toEqual({
    passed: 1,
    failed: 2,
    skipped: 1,
    notes: ['failed: two: expected 1', 'skipped: three', 'failed: b.test.ts: SyntaxError'],
  });
});

it('[Q4] counts Playwright reports and names what was skipped, why, and what passed the second time only', () => {
  const test = (status: string, extra: object = {}) => ({
    status,
    annotations: [],
    results: [{ errors: [] }],
    ...extra,
  });
  const counts = playwrightCounts({
    suites: [
      {
        title: 'a.spec.ts',
        specs: [
          { title: 'one', tests: [test('expected')] },
          { title: 'two', tests: [test('flaky', { results: [{ errors: [{ message: 'late' }] }, { errors: [] }] })] },
        ],
        suites: [
          {
            title: 'group',
            specs: [
              {
                title: 'three',
                tests: [test('skipped', { annotations: [{ type: 'skip', description: 'no Electron' }] })],
              },
              {
                title: 'four',
                tests: [test('unexpected', { results: [{ errors: [{ message: 'boom\nat …' }] }] })],
              },
            ],
          },
        ],
      },
    ],
    errors: [{ message: 'the server did not start' }],
  });
  expect(counts).toMatchObject({ passed: 2, failed: 2, skipped: 1 });
  expect(counts.notes).toContain('flaky: a.spec.ts › two: late');
  expect(counts.notes).toContain('skipped: a.spec.ts › group › three: no Electron');
  expect(counts.notes).toContain('failed: a.spec.ts › group › four: boom');
  expect(counts.notes).toContain('failed: the server did not start');
});

it('[Q4] ends with the total', () => {
  const counts = (passed: number, failed: number, skipped: number) => ({
    passed,
    failed,
    skipped,
    notes: [],
  });
  expect(totalLine([counts(1, 0, 0), counts(2, 1, 0)])).toBe('3 passed, 1 failed');
  expect(totalLine([counts(1, 0, 0), counts(2, 1, 4)])).toBe('3 passed, 1 failed, 4 skipped');
});
