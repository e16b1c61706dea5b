/** Reads what vitest and Playwright counted, from the JSON reports they write. */

/** @typedef {import('./stage.mjs').Counts} Counts */

/**
 * @param {unknown} report vitest's `json` reporter
 * @returns {Counts}
 */
export function vitestCounts(report) {
  const counts = { passed: 0, failed: 0, skipped: 0, notes: [] };
  for (const file of report.testResults) {
    if (file.status === 'failed' && file.assertionResults.length === 0) {
      counts.failed += 1;
      counts.notes.push(`failed: ${file.name}: ${firstLine(file.message)}`);
    }
    for (const test of file.assertionResults) {
      if (test.status === 'passed') counts.passed += 1;
      else if (test.status === 'failed') {
        counts.failed += 1;
        counts.notes.push(`failed: ${test.fullName}: ${firstLine(test.failureMessages?.[0])}`);
      } else {
        counts.skipped += 1;
        counts.notes.push(
          `skipped: ${test.fullName}${test.meta?.skipReason ? `: ${test.meta.skipReason}` : ''}`,
        );
      }
    }
  }
  return counts;
}

/**
 * @param {unknown} report Playwright's `json` reporter
 * @returns {Counts}
 */
export function playwrightCounts(report) {
  const counts = { passed: 0, failed: 0, skipped: 0, notes: [] };
  const visit = (suite, title) => {
    for (const child of suite.suites ?? []) visit(child, [...title, child.title]);
    for (const spec of suite.specs ?? []) {
      const name = [...title, spec.title].join(' › ');
      for (const test of spec.tests) {
        if (test.status === 'expected') counts.passed += 1;
        else if (test.status === 'flaky') {
          counts.passed += 1;
          counts.notes.push(`flaky: ${name}: ${firstMessage(test)}`);
        } else if (test.status === 'skipped') {
          counts.skipped += 1;
          const reason = test.annotations.find(
            ({ type }) => type === 'skip' || type === 'fixme',
          )?.description;
          counts.notes.push(`skipped: ${name}: ${reason ?? 'no reason given'}`);
        } else {
          counts.failed += 1;
          counts.notes.push(`failed: ${name}: ${firstMessage(test)}`);
        }
      }
    }
  };
  for (const suite of report.suites) visit(suite, [suite.title]);
  for (const error of report.errors ?? []) {
    counts.failed += 1;
    counts.notes.push(`failed: ${firstLine(error.message)}`);
  }
  return counts;
}

/** What went wrong first in a test that was tried once or more. */
function firstMessage(test) {
  const errors = test.results.flatMap((result) => result.errors);
  return firstLine(errors.find((error) => error.message)?.message);
}

// eslint-disable-next-line no-control-regex -- colours are control characters
const colours = /\u001b\[[0-9;]*m/g;

/** @param {string | undefined} text */
function firstLine(text) {
  return (text ?? '').replace(colours, '').split('\n')[0];
}

/**
 * The line that ends a run: `N passed, M failed` and, when some were, `, K skipped`.
 * @param {readonly Counts[]} all
 */
export function totalLine(all) {
  const sum = (key) => all.reduce((total, counts) => total + counts[key], 0);
  const skipped = sum('skipped');
  return `${sum('passed')} passed, ${sum('failed')} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
