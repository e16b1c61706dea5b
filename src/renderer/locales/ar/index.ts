import type { Messages } from '../messages';
import type { Forms } from './forms';
import * as application from './application';
import * as history from './history';
import * as models from './models';
import * as remarks from './remarks';
import * as settings from './settings';
import * as speech from './speech';
import * as style from './style';
import * as window from './window';

export const ar: Messages<Forms> = {
  ...window,
  ...history,
  ...settings,
  ...speech,
  ...models,
  ...remarks,
  ...application,
  ...style,
};
