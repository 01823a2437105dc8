/** What an adoption would do, in words. */
import type { AdoptPlan } from '../core/adoption.ts';
import { count, duration, size } from '../protocol/words.ts';
import { facts } from './print.ts';

export function planText(plan: AdoptPlan): string {
  const { source, kinds, toRead, requests, cost, seconds, unsized, problems, notes } = plan;
  const sent = requests.list + requests.head + requests.get;
  const rows: [string, string | undefined][] = [
    ['what it is', source && `${source.title}: ${source.why}`],
    ['kinds', kinds.map(({ name, files }) => `${files.toLocaleString('en')} ${name || 'without extension'}`).join(', ')],
    ['size not known', unsized > 0 ? count(unsized, 'file') : undefined],
    ['to read', `${count(toRead.files, 'file')}, ${size(toRead.bytes)}, about ${duration(seconds)}`],
    ['requests', sent > 0 ? `${sent.toLocaleString('en')} (${requests.list} list, ${requests.head} head, ${requests.get} get)` : undefined],
    ['cost', sent === 0 ? undefined : cost === undefined ? 'not known' : `${dollars(cost)} at public prices`],
    [
      'problems',
      problems.length > 0 ? `${problems.length.toLocaleString('en')}: nothing would be adopted without --keep-going` : undefined,
    ],
  ];
  return `${count(plan.files, 'file')}, ${size(plan.bytes)}\n${facts(rows)}${noteLines(notes)}`;
}

export function noteLines(notes: readonly string[]): string {
  return notes.map((line) => `note: ${line}\n`).join('');
}

function dollars(amount: number): string {
  return amount > 0 && amount < 0.01 ? 'less than 0.01 USD' : `about ${amount.toFixed(2)} USD`;
}
