import type { Failure } from '../../api/protocol';
import { clients } from './clients';
import { noAnswer, portTaken } from './failed';
import { say } from '../say';

export function failure(what: Failure): string {
  if (what.failure === 'bad_client_name') return clients.problem(what.problem);
  if (what.failure === 'setup_file') return say(`failure-setup_file-${what.problem}`);
  if (what.failure === 'no_browser')
    return say('failure-no-browser', { address: what.address });
  if (what.failure === 'port_taken') return portTaken(what.taken);
  return what.failure === 'no_answer' ? noAnswer(what.hiccup, what.by) : say(`failure-failures-${what.failure}`);
}
