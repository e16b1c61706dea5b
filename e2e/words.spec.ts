import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from './app';
import { UtterWindow } from './utter-window';

test('[S44, U100] words are added, boosted, imported, recorded and removed under Settings, and are there after a reload', async ({
  page,
}) => {
  const window = new UtterWindow(page);
  await window.open();
  await page.getByRole('button', { name: 'Settings' }).click();
  const section = page.getByRole('region', { name: 'Your words' });
  const word = section.getByRole('textbox', { name: 'Word or phrase' });
  const list = section.getByRole('list', { name: 'Your words' });

  // By keyboard: type, Tab to the sound, Enter.
  await word.focus();
  await page.keyboard.type('Kubernetes');
  await page.keyboard.press('Tab');
  await page.keyboard.type('koo ber net ease');
  await page.keyboard.press('Enter');
  await expect(section).toContainText('Added “Kubernetes”.');
  await expect(list.getByRole('listitem')).toHaveText([/Kubernetes.*koo ber net ease/]);

  await word.fill('😀');
  await section.getByRole('button', { name: 'Add word' }).click();
  await expect(section).toContainText('“😀” was not added');
  await word.fill('שלום');
  await section.getByRole('textbox', { name: 'Sounds like (optional)' }).fill('shalom');
  await section.getByRole('button', { name: 'Add word' }).click();
  await expect(section).toContainText('Added “שלום”.');

  const boost = section.getByRole('slider', { name: 'Boost for Kubernetes' });
  await boost.focus();
  await page.keyboard.press('ArrowRight');
  await expect(boost).toHaveValue('0.5');

  await section.getByLabel('Import a text file').setInputFiles({
    name: 'list.txt',
    mimeType: 'text/plain',
    buffer: Buffer.from('Siobhan\tshivawn\n😀\nПривет\nVisual Studio Code\n'),
  });
  await expect(section).toContainText(/Added 3 words from list.txt. Not used: line 2/);
  await expect(section).toContainText('The model can’t recognise word 4 (“Привет”)');
  expect(
    (await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]),
  ).toEqual([]);
  await page.screenshot({ path: 'test-results/your-words.png' });

  await page.reload();
  await window.ready();
  await page.getByRole('button', { name: 'Settings' }).click();
  await expect(list.getByRole('listitem')).toHaveText([/Kubernetes/, /שלום/, /Siobhan/, /Привет/, /Visual Studio Code/]);
  await expect(boost).toHaveValue('0.5');
  await section.getByRole('button', { name: 'Remove Siobhan' }).click();
  await expect(list.getByRole('listitem')).toHaveCount(4);
  await section.getByRole('button', { name: 'Bring back “Siobhan”' }).click();
  await expect(list.getByRole('listitem')).toHaveCount(5);
  await section.getByRole('button', { name: 'Remove Siobhan' }).click();
  await expect(list.getByRole('listitem')).toHaveCount(4);
});

test('[S42] a word is learned from three recordings', async ({ page }) => {
  const window = new UtterWindow(page);
  await window.open();
  await page.getByRole('button', { name: 'Settings' }).click();
  const section = page.getByRole('region', { name: 'Your words' });
  await section.getByRole('textbox', { name: 'Word or phrase' }).fill('日本');
  for (const index of [1, 2, 3]) {
    await section.getByRole('button', { name: `Record ${index}` }).click();
    // The fake microphone speaks after two seconds.
    await page.waitForTimeout(3500);
    const stop = section.getByRole('button', { name: `Stop recording ${index}` });
    if (await stop.isVisible()) await stop.click();
    await expect(section).toContainText(`Recorded ${index} of 3.`);
  }
  await section.getByRole('button', { name: 'Add word' }).click();
  await expect(section.getByRole('list', { name: 'Your words' })).toContainText('from your recordings');
});
