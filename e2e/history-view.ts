import { expect, type Locator, type Page } from '@playwright/test';

/** The history's view by role and name. */
export class HistoryView {
  readonly button: Locator;
  readonly search: Locator;
  readonly entries: Locator;
  readonly entry: Locator;

  constructor(readonly page: Page) {
    this.button = page.getByRole('button', { name: 'History', exact: true });
    this.search = page.getByRole('searchbox', { name: 'Search history' });
    this.entries = page.getByRole('list', { name: 'Entries' }).getByRole('listitem');
    this.entry = page.getByRole('region', { name: 'Entry' });
  }

  async open(index = 0): Promise<void> {
    await this.button.click();
    await this.entries.nth(index).getByRole('button').click();
    await expect(this.entry).toBeVisible();
  }

  async words(): Promise<string[]> {
    return this.entry.locator('[data-index]').allInnerTexts();
  }

  /** Deletes for good what is in the trash. */
  async emptyTrash(): Promise<void> {
    await this.page.getByRole('button', { name: /^Trash \(\d+\)$/ }).click();
    await this.page.getByRole('button', { name: 'Empty trash' }).click();
    // A press right after the question was meant for something else.
    await this.page.waitForTimeout(600);
    await this.page.getByRole('dialog').getByRole('button', { name: 'Delete for good' }).click();
    await expect(this.page.getByText('The trash is empty.')).toBeVisible();
  }

  /** Edits the text of the entry that is open, as a person would. */
  async edit(text: string): Promise<void> {
    await this.entry.getByRole('button', { name: 'Edit' }).click();
    await this.entry.getByRole('textbox', { name: 'Text' }).fill(text);
  }
}

/** How many rows each table of the database has. */
export async function rowCounts(page: Page): Promise<Record<string, number>> {
  return page.evaluate(async () => {
    const asked = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error ?? new Error('failed'));
      });
    const database = await asked(indexedDB.open('utter-history'));
    const names = [...database.objectStoreNames];
    const stores = database.transaction(names);
    const counts = await Promise.all(names.map((name) => asked(stores.objectStore(name).count())));
    database.close();
    return Object.fromEntries(names.map((name, index) => [name, counts[index]!]));
  });
}
