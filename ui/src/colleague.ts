// What a set-up asks of somebody else, as a plain text that any message can carry.

import type { NetworkView } from './api/protocol';
import { plain, untold, type Block, type Guide } from './guide';
import { words } from './words';

const textOf = (block: Block): string =>
  block.kind === 'text'
    ? plain(block.pieces)
    : [block.head, ...block.rows].map((row) => row.map(plain).join(': ')).join('\n');

const paragraphs = (blocks: Block[]) => blocks.map(textOf).join('\n\n');

export function forColleague(network: NetworkView, guide: Guide | null): string {
  const said = words.setUp.colleague;
  const both = network.secret !== null;
  const rest = untold(guide, network.redirect_uris);
  const steps = (guide?.steps ?? []).map((step, at) => `${at + 1}. ${step.map(textOf).join('\n   ')}`);
  return [
    said.subject(guide?.title ?? words.app.title(network.name)),
    said.ask,
    guide ? paragraphs(guide.intro) : words.app.lead(network.name),
    ...(guide ? [] : [network.console ?? '']),
    steps.join('\n\n'),
    ...(rest.length > 0 ? [`${said.enter}\n${rest.join('\n')}`] : []),
    ...(guide && guide.notes.length > 0 ? [`${said.limits}\n${paragraphs(guide.notes)}`] : []),
    [said.back(both), `- ${said.id}`, ...(both ? [`- ${said.secret}`] : [])].join('\n'),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}
