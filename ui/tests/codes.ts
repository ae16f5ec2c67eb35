// Every code that the protocol knows, so that a new one fails here until it has words and a test.

import type { Cause, Unavailable, HistoryKind, InstanceProblem, SignInFailureCode, StateCode, Trouble } from '../src/api/protocol';

const all = <Code extends string>(codes: Record<Code, true>) => Object.keys(codes) as Code[];

export const causes = all<Cause>({
  expired: true,
  password_changed: true,
  access_lost: true,
  permission_removed: true,
  blanket_reset: true,
  attention_needed: true,
  suspended: true,
  permission_missing: true,
  data_access_lapsed: true,
  app_broken: true,
  not_kept: true,
  unknown: true,
});

export const hiccups = all<Unavailable>({
  offline: true,
  unreachable: true,
  bad_certificate: true,
  unknown_issuer: true,
  proxy_sign_in: true,
  proxy_refused: true,
  silent: true,
  down: true,
  rate_limited: true,
  out_of_credits: true,
  not_an_answer: true,
  unrecognised: true,
  wrong_clock: true,
});

export const troubles = all<Trouble>({
  no_app: true,
  tokens_unreadable: true,
  not_stored: true,
  disk_full: true,
  not_kept_yet: true,
  store_moved: true,
});

export const failures = all<SignInFailureCode>({
  too_late: true,
  cancelled: true,
  refused: true,
  no_answer: true,
  cannot_ask: true,
  scope_refused: true,
  issuer_mismatch: true,
  app_refused: true,
  not_proven: true,
  nothing_to_connect: true,
  page_not_granted: true,
  cannot_open: true,
  port_taken: true,
  window_died: true,
});

export const hostProblems = all<InstanceProblem>({
  empty: true,
  too_long: true,
  not_only_a_host: true,
  not_a_name: true,
  address: true,
  private: true,
  look_alike: true,
  no_instance: true,
  no_account: true,
  too_old: true,
  issuer_mismatch: true,
});

export const happenings = all<HistoryKind>({
  connected: true,
  reconnected: true,
  disconnected: true,
  disconnected_here_only: true,
  stopped_working: true,
  works_again: true,
  sign_in_failed: true,
  moved: true,
  renamed: true,
});

export const states = all<StateCode>({
  not_connected: true,
  set_up_unfinished: true,
  waiting_for_you: true,
  connected: true,
  needs_you_soon: true,
  needs_you: true,
  cannot_check: true,
  probably_refused: true,
  cannot_ask: true,
  key_unavailable: true,
  tokens_unreadable: true,
  entry_changed: true,
});
