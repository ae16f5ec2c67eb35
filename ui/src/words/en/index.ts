import { alerts } from './alerts';
import { cards } from './cards';
import { clients } from './clients';
import { closed } from './closed';
import { failure } from './failure';
import { doors, lessons, ways } from './first_run';
import { fix } from './fix';
import { health } from './health';
import { history, panel } from './panel';
import { reach } from './reach';
import { store } from './store';
import { selection } from './selection';
import { settings, trial, vault } from './settings';
import { setUp } from './set_up';
import { add, app, attempt, kinds, picker, token, uses } from './sign_in';
import { ties } from './ties';
import { timeline } from './timeline';
import { times } from '../say';
import { unshown } from './unshown';
import { common, disconnect, firstRun, list, practice, remove, start } from './window';

export const en = {
  tag: 'en',
  times,
  add,
  alerts,
  app,
  attempt,
  cards,
  clients,
  closed,
  common,
  disconnect,
  doors,
  failure,
  firstRun,
  fix,
  health,
  history,
  kinds,
  lessons,
  list,
  panel,
  picker,
  practice,
  reach,
  store,
  remove,
  selection,
  settings,
  setUp,
  start,
  ties,
  timeline,
  token,
  trial,
  unshown,
  uses,
  vault,
  ways,
};
