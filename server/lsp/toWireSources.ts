/** Sources, plans and what lies in stores, as they cross to the client. */
import type { AdoptPlan } from '../core/adoption.ts';
import type { BrowseEntry } from '../core/connector.ts';
import type { SourceChoice } from '../core/source.ts';
import type { WireChoice, WirePlan, WireProbe, WireSource, WireStored } from '../protocol/requests.ts';
import type { ProbeResult, SourceFacts } from '../worker/sourceJobs.ts';

export function toWireSource({ id, title, scheme, secrets, hasChoices }: SourceFacts): WireSource {
  const typed = scheme === undefined ? undefined : (typedProjects[scheme] ?? anyProject(title, scheme));
  return {
    id,
    title,
    ...(scheme === undefined ? {} : { scheme }),
    takes: takes(scheme, hasChoices),
    hasExports: scheme !== undefined && !hubs.has(scheme),
    ...(typed ? { typed } : {}),
    // it stands at the beginning of a question there
    secrets: secrets.map(({ name, title: called }) => ({ name, title: called.charAt(0).toUpperCase() + called.slice(1) })),
    hasChoices,
  };
}

export function toWireProbe({ source, why }: ProbeResult): WireProbe {
  if (!source) return { title: 'Files as they lie', why, secrets: [] };
  return { source: source.id, title: source.title, why, secrets: toWireSource(source).secrets };
}

export function toWireChoice({ location, title, description, parent }: SourceChoice): WireChoice {
  return { location, title, ...(description === undefined ? {} : { description }), ...(parent === undefined ? {} : { parent }) };
}

export function toWireStored({ location, name, kind, size }: BrowseEntry): WireStored {
  return { type: kind, name, location, ...(size === undefined ? {} : { bytes: size }) };
}

export function toWirePlan({
  source,
  files,
  bytes,
  kinds,
  requests,
  toRead,
  cost,
  seconds,
  problems,
  notes,
  unsized,
}: AdoptPlan): WirePlan {
  const unknown = unsized > 0 ? [`The size of ${unsized.toLocaleString('en')} files is not known yet.`] : [];
  return {
    files,
    bytes,
    kinds,
    toRead,
    requests: Object.values(requests).reduce((sum: number, one: number) => sum + one, 0),
    ...(cost === undefined ? {} : { cost }),
    seconds,
    ...(source ? { source: { title: source.title, why: source.why } } : {}),
    notes: [...notes, ...unknown],
    problems,
  };
}

function takes(scheme: string | undefined, hasChoices: boolean): string {
  if (scheme === undefined) return 'Files';
  if (hubs.has(scheme)) return 'A dataset by its name';
  return hasChoices ? 'A project from its list, or an export file' : 'A project by its id, or an export file';
}

/** Places where data sets are published: they have names, and no exports. */
const hubs: ReadonlySet<string> = new Set(['hf']);

const typedProjects: Readonly<Record<string, NonNullable<WireSource['typed']>>> = {
  hf: { start: 'hf://datasets/', what: 'The name of the dataset', placeholder: 'owner/name, or owner/name@revision' },
  v7: { start: 'v7://', what: 'Team and dataset', placeholder: 'team/dataset, or team/dataset:release' },
};

function anyProject(title: string, scheme: string): NonNullable<WireSource['typed']> {
  return { start: `${scheme}://projects/`, what: `The id of the project in ${title}`, placeholder: '12345' };
}
