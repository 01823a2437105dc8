/** A plan as a list: what can be done, and all that is known before it is done. */
import type { WirePlan } from '../../server/protocol/requests.ts';
import { count, duration, size } from '../../server/protocol/words.ts';
import type { Choice } from '../editor.ts';

export type Decision =
  | { do: 'adopt'; how: { hash?: 'provider'; keepGoing?: true } }
  /** Show what is wrong, and decide then. */
  | { do: 'show'; lines: readonly string[] };

/** Rows without a value only tell something. */
export type PlanRow = Choice<Decision> | (Omit<Choice<Decision>, 'value'> & { value?: undefined });

export function planRows(plan: WirePlan): PlanRow[] {
  return [...(plan.problems.length > 0 ? wrong(plan) : ways(plan)), ...facts(plan), ...plan.notes.map(noteRow)];
}

function ways(plan: WirePlan): PlanRow[] {
  const adopt: PlanRow = { label: 'Adopt', description: effort(plan), icon: 'check', value: { do: 'adopt', how: {} } };
  if (plan.toRead?.bytes === 0) return [adopt];
  const believe: PlanRow = {
    label: "Adopt by the Store's Word",
    description: 'reads nothing; the version says so until it is verified',
    icon: 'unverified',
    value: { do: 'adopt', how: { hash: 'provider' } },
  };
  return [adopt, believe];
}

function wrong({ problems }: WirePlan): PlanRow[] {
  const things = problems.length === 1 ? '1 thing is wrong' : `${problems.length.toLocaleString('en')} things are wrong`;
  return [
    { label: `Show What Is Wrong`, description: things, detail: problems[0]!, icon: 'error', value: { do: 'show', lines: problems } },
    {
      label: 'Adopt the Rest',
      description: 'the version says what was left out',
      icon: 'check',
      value: { do: 'adopt', how: { keepGoing: true } },
    },
  ];
}

function facts({ files, bytes, kinds, source, requests, cost }: WirePlan): PlanRow[] {
  const rows: [label: string, icon: string, value: string | undefined][] = [
    ['Files', 'files', `${count(files, 'file')}, ${size(bytes)}`],
    ['Kinds', 'symbol-file', kinds.length > 0 ? kindWords(kinds) : undefined],
    ['What it is', 'search', source && `${source.title}: ${source.why}`],
    ['Requests', 'arrow-swap', requests ? requests.toLocaleString('en') : undefined],
    ['Cost', 'credit-card', cost ? money(cost) : undefined],
  ];
  return rows.flatMap(([label, icon, description], i) =>
    description === undefined ? [] : [{ label, icon, description, ...(i === 0 ? { heading: 'What would be adopted' } : {}) }],
  );
}

/** What adopting takes: `reads 12 MB, about 20 s, about $0.02`. */
export function effort({ toRead, seconds, cost }: WirePlan): string {
  const parts = [
    toRead === undefined ? undefined : toRead.bytes === 0 ? 'reads nothing: every hash is known' : `reads ${size(toRead.bytes)}`,
    seconds === undefined || seconds < 1 ? undefined : `about ${duration(seconds)}`,
    cost === undefined || cost < 0.01 ? undefined : `about ${money(cost)}`,
  ];
  return parts.filter(Boolean).join(', ');
}

const shownKinds = 6;

/** `1,700 png, 97 json, 3 others`. */
export function kindWords(kinds: WirePlan['kinds']): string {
  const named = kinds.slice(0, shownKinds).map(({ name, files }) => `${files.toLocaleString('en')} ${name || 'without ending'}`);
  const rest = kinds.slice(shownKinds).reduce((sum, { files }) => sum + files, 0);
  return [...named, ...(rest > 0 ? [`${rest.toLocaleString('en')} others`] : [])].join(', ');
}

function noteRow(note: string, i: number): PlanRow {
  return { label: note, icon: 'warning', ...(i === 0 ? { heading: 'Worth knowing' } : {}) };
}

function money(dollars: number): string {
  return dollars < 0.01 ? 'less than $0.01' : `$${dollars.toFixed(2)}`;
}
