import type { Failure } from '../../api/protocol';
import { clients } from './clients';
import { noAnswer, portTaken } from './failed';

const failures = {
  gone: 'That is not there any more.',
  malformed: 'Greentick could not read that request.',
  vault_closed: 'The stored sign-ins are locked. See the top of the window.',
  app_needed: 'This network needs your developer app first.',
  bad_host: 'That is not a name the network knows.',
  no_answer: 'The network did not answer.',
  bad_address: 'That is not the address of this sign-in.',
  bad_token: 'That cannot be an access token. Copy it once more, without spaces.',
  port_taken: 'Another program uses the port that the network leads back to. Close it and try again.',
  bad_app: 'The app’s id or secret cannot be right.',
  bad_client_name: 'That cannot be the name of a client.',
  no_browser: 'No browser opened on this computer.',
  not_saved: 'The file could not be saved in your folder of downloads. Is it full, or may it not be written to?',
  not_stored: 'Greentick could not write to its own file. Nothing was changed.',
  store_moved: 'Greentick’s file was removed or replaced while it runs, so nothing new can be kept. Save a copy, then start Greentick again.',
  entry_changed: 'Where this location leads was damaged or changed by another program. Add it again, and remove this row if it stays.',
  disk_full: 'The disk is full. Nothing was changed; make room and try again.',
  store_closed: 'Greentick’s file is not open, so nothing was done.',
  internal: 'Something in Greentick did not work. Please try again.',
} satisfies Record<Failure['failure'], string>;

export function failure(what: Failure): string {
  if (what.failure === 'bad_client_name') return clients.problem(what.problem);
  if (what.failure === 'no_browser')
    return `No browser opened on this computer. The page to open is ${what.address}`;
  if (what.failure === 'port_taken') return portTaken(what.taken);
  return what.failure === 'no_answer' ? noAnswer(what.hiccup, what.by) : failures[what.failure];
}
