// A sign-in that connected nothing, and what helps more than trying again.

import type { StageView } from './api/protocol';

export type Failed = Extract<StageView, { at: 'failed' }>;

/** The developer app's form, or the network's own site. */
export type Help = 'app' | 'site';

/** @param ownApp Whether the network needs a developer app of the user's. */
export function helpFor({ failure, cause, trouble }: Failed, ownApp: boolean): Help | null {
  const app =
    failure === 'app_refused' ||
    cause === 'app_broken' ||
    trouble === 'no_app' ||
    trouble === 'tokens_unreadable';
  if (app) return ownApp ? 'app' : null;
  return cause === 'attention_needed' ? 'site' : null;
}
