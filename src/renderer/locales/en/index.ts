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

/** English: every key that there is. The other locales are checked against it. */
export const en = {
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
