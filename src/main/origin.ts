/** The only origin that the window loads from, and the only one that main answers. */
export const appScheme = 'app';
export const appHost = 'utter';
export const appOrigin = `${appScheme}://${appHost}`;
