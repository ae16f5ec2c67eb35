// A sign-in that connected nothing, and what helps more than trying again.

import type { Cause, StageView } from './api/protocol';

export type Failed = Extract<StageView, { at: 'failed' }>;

/** The developer app's form, or the network's own site. */
export type Help = 'app' | 'site';

/** Whether it is settled on the network’s own site. */
const settledThere = {
  expired: false,
  password_changed: false,
  access_lost: false,
  permission_removed: false,
  blanket_reset: false,
  attention_needed: true,
  suspended: true,
  permission_missing: false,
  data_access_lapsed: false,
  app_broken: false,
  not_kept: false,
  unknown: false,
} satisfies Record<Cause, boolean>;

/** @param ownApp Whether the network needs a developer app of the user's. */
export function helpFor({ failure, cause, trouble }: Failed, ownApp: boolean): Help | null {
  const app =
    failure === 'app_refused' ||
    cause === 'app_broken' ||
    trouble === 'no_app' ||
    trouble === 'tokens_unreadable';
  if (app) return ownApp ? 'app' : null;
  return cause !== null && settledThere[cause] ? 'site' : null;
}
