import { expect, type Download, type Locator, type Page } from '@playwright/test';
import { readFileSync } from 'node:fs';

/** Utter's window as a user sees it: everything is found by role and name. */
export class UtterWindow {
  readonly dictate: Locator;
  readonly status: Locator;
  readonly alert: Locator;
  readonly transcript: Locator;
  /** The part of the transcript that no longer changes. */
  readonly finished: Locator;
  readonly texts: Locator;
  readonly backend: Locator;

  constructor(readonly page: Page) {
    this.dictate = page.getByRole('button', { name: /^(Start|Stop) dictation$/ });
    this.status = page.getByRole('status');
    this.alert = page.getByRole('alert');
    this.transcript = page.getByRole('region', { name: 'Transcript' });
    this.finished = page.getByRole('log', { name: 'Finished text' });
    this.texts = page.getByRole('navigation', { name: 'Texts' });
    this.backend = page.getByRole('combobox', { name: 'Backend' });
  }

  /** Opens the page and waits until a model is loaded. */
  async open(): Promise<void> {
    await this.page.goto('/');
    await this.ready();
  }

  async ready(): Promise<void> {
    const chosen = this.backend.getByRole('option', { name: /^automatic: / });
    await expect(chosen.or(this.alert)).toBeAttached({ timeout: 120_000 });
    await expect(this.alert).toHaveText([], { timeout: 1000 });
  }

  /** Words of the finished text; the line breaks between segments are layout. */
  async words(): Promise<string[]> {
    return wordsOf(await this.finished.innerText());
  }

  async startDictation(): Promise<void> {
    await this.dictate.click();
    await expect(this.status).toContainText('Listening');
  }

  /** Stops and waits for the last words. */
  async stopDictation(): Promise<void> {
    await this.dictate.click();
    await this.dictationEnded();
  }

  async dictationEnded(): Promise<void> {
    await expect(this.page.getByRole('button', { name: 'Start dictation', disabled: false })).toBeVisible();
    await expect(this.status).not.toContainText(/Listening|Writing/);
  }

  /** Drops files anywhere on the window, as from a file manager. */
  async drop(...files: readonly { readonly name: string; readonly bytes: Buffer }[]): Promise<void> {
    const plain = files.map(({ name, bytes }) => ({ name, base64: bytes.toString('base64') }));
    const transfer = await this.page.evaluateHandle((given) => {
      const data = new DataTransfer();
      for (const { name, base64 } of given) {
        const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
        data.items.add(new File([bytes], name));
      }
      return data;
    }, plain);
    for (const type of ['dragenter', 'dragover', 'drop']) {
      await this.page.locator('body').dispatchEvent(type, { dataTransfer: transfer });
    }
    await transfer.dispose();
  }

  /** A recording's button among the texts. */
  text(name: string): Locator {
    return this.texts.getByRole('button', { name: new RegExp(`^(?!Cancel )${name.replaceAll(/[.()]/g, String.raw`\$&`)}`) });
  }

  /** Waits until a recording is neither queued nor running. */
  async recordingEnded(name: string): Promise<void> {
    await expect(this.text(name)).toBeVisible();
    await expect(this.texts.getByRole('progressbar', { name })).toHaveCount(0, { timeout: 120_000 });
  }

  /** Drops one recording and waits for its text. */
  async transcribe(name: string, bytes: Buffer): Promise<string[]> {
    await this.drop({ name, bytes });
    await this.recordingEnded(name);
    await expect(this.alert).toHaveText([]);
    return this.words();
  }

  /** Exports the text that is shown. @returns the file's name and contents */
  async export(format: string): Promise<{ name: string; contents: string }> {
    await this.page.getByRole('combobox', { name: 'Format' }).selectOption(format);
    const [download] = await Promise.all([
      this.page.waitForEvent('download'),
      this.page.getByRole('button', { name: 'Export' }).click(),
    ]);
    return { name: download.suggestedFilename(), contents: await contentsOf(download) };
  }
}

export const wordsOf = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '');

export async function contentsOf(download: Download): Promise<string> {
  return readFileSync(await download.path(), 'utf8');
}
