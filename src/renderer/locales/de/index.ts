import type { Messages } from '../messages';
import type { Forms } from './forms';
import * as application from './application';
import * as errors from './errors';
import * as history from './history';
import * as models from './models';
import * as remarks from './remarks';
import * as search from './search';
import * as settings from './settings';
import * as speech from './speech';
import * as style from './style';
import * as window from './window';

export const de: Messages<Forms> = {
  ...window,
  ...errors,
  ...history,
  ...search,
  ...settings,
  ...speech,
  ...models,
  ...remarks,
  ...application,
  ...style,
};
