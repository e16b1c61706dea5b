/**
 * Before a page of the browser edition loads: makes it believe that it is in the desktop application, so that pictures show what only that has.
 * The host knows nothing but its own answers: keys that the system gave, a folder that is watched, a user's words.
 * @param {import('@playwright/test').Page} page
 * @param {import('../src/core/settings').Settings} settings
 */
export async function actAsDesktop(page, settings) {
  await page.addInitScript((stored) => {
    const key = (accelerator) => ({ state: 'registered', accelerator, canHold: true });
    const silent = () => () => {};
    const modelsUrl = new URL('models/', location.href);
    const shipped = async () => {
      const models = await (await fetch(new URL('index.json', modelsUrl))).json();
      return models.map((model) => ({ ...model, url: new URL(model.url, modelsUrl).href }));
    };
    globalThis.utter = {
      name: 'electron',
      can: {
        deliver: true,
        globalHotkey: true,
        tray: true,
        overlay: true,
        startAtLogin: true,
        watchFolder: true,
        updateCheck: true,
      },
      listModels: shipped,
      readSettings: async () => stored,
      writeSettings: async () => {},
      readUserWords: async () => [
        { written: 'Kubernetes', soundsLike: 'koo ber net ease', boost: 2, learned: [] },
        { written: 'Siobhán', soundsLike: 'shi vawn', boost: 0, learned: [] },
      ],
      writeUserWords: async () => {},
      copyText: async () => {},
      deliver: async () => ({ state: 'pasted' }),
      saveFile: async () => true,
      hotkeyStates: async () => ({
        dictate: key('Control+Shift+Space'),
        cancel: key('Escape'),
        repaste: key('Control+Alt+V'),
        languages: {},
      }),
      startsAtLogin: async () => true,
      setStartsAtLogin: async () => {},
      watchState: async () => ({ state: 'watching', folder: '/home/ada/Recordings', found: [] }),
      chooseWatchFolder: async () => {},
      stopWatching: async () => {},
      finishRecording: async () => {},
      onWatchChanged: silent,
      isOnBattery: async () => false,
      onBatteryChanged: silent,
      lookForUpdate: async () => ({ state: 'current' }),
      openReleases: async () => {},
      onUpdateFound: silent,
      onDownloadProgress: silent,
      onDictationCommand: silent,
      dictationChanged() {},
      liveChanged() {},
    };
  }, settings);
}
