/** Which release of a dataset is meant, and waiting until V7 has made it. */
import { DatapinError } from '../../core/errors.ts';
import type { SourceContext } from '../../core/source.ts';
import { type Polling, polled } from '../../kit/polling.ts';
import { otherNames } from '../../kit/toolAnswers.ts';
import type { Release, V7Api } from './api.ts';
import type { DatasetPlace } from './location.ts';

/** A release that can be fetched. */
export interface ReadyRelease extends Release {
  link: string;
}

/** Throws `source.project` where there is no such dataset or release, `source.export` where there is none to be had. */
export async function readyRelease(
  api: V7Api,
  place: DatasetPlace,
  { context, polling }: { context: Pick<SourceContext, 'signal' | 'say'>; polling: Polling },
): Promise<ReadyRelease> {
  let name = place.release;
  const tooLate = () => new DatapinError('source.export', `V7 is still making the release ${name}.`, { hint: 'Try again later.' });
  return polled(
    async () => {
      const release = chosen(await releasesOf(api, place), { ...place, release: name });
      name = release.name;
      if (release.status === 'failed') throw failed(release);
      const { link } = release;
      if (release.status === 'complete' && link !== undefined) return { ...release, link };
      context.say(`V7 makes the release ${release.name}`);
      return undefined;
    },
    polling,
    { signal: context.signal, tooLate },
  );
}

/** A fresh link to a release that was ready. */
export async function freshLink(api: V7Api, { team, dataset }: DatasetPlace, name: string): Promise<string> {
  const release = (await api.releases(team, dataset)).find((one) => one.name === name);
  if (release?.link) return release.link;
  throw new DatapinError('source.export', `V7 no longer has the release ${name}.`, { hint: 'Adopt another release.' });
}

async function releasesOf(api: V7Api, { team, dataset }: DatasetPlace): Promise<Release[]> {
  try {
    return await api.releases(team, dataset);
  } catch (error) {
    if (!(error instanceof DatapinError) || error.code !== 'source.project') throw error;
    throw await unknownDataset(api, dataset, error);
  }
}

async function unknownDataset(api: V7Api, dataset: string, error: DatapinError): Promise<DatapinError> {
  const slugs = (await api.datasets()).map(({ slug }) => slug);
  return new DatapinError(error.code, error.message, { hint: otherNames(dataset, slugs, error.hint ?? '') });
}

const isDarwin = ({ format }: Release) => /^(json|darwin(_json)?(_\d.*)?)$/.test(format);
const isReady = ({ status, link }: Release) => status === 'complete' && link !== undefined;

/** The one that is named; else the newest that is complete, or that is being made. Releases come newest first. */
function chosen(releases: readonly Release[], { dataset, release: name }: DatasetPlace): Release {
  const named = releases.filter((one) => one.name === name);
  if (name === undefined || (named.length === 0 && name === 'latest')) {
    const usable = releases.filter((one) => isDarwin(one) && one.status !== 'failed');
    const release = usable.find(isReady) ?? usable[0];
    if (release) return release;
    throw new DatapinError('source.export', `The dataset ${dataset} of V7 has no release in Darwin JSON.`, {
      hint: 'Make one in V7, under Releases of the dataset, in the format Darwin JSON; Datapin makes none.',
    });
  }
  const release = named.find(isDarwin) ?? named[0];
  if (release && isDarwin(release)) return release;
  if (release) {
    throw new DatapinError('source.export', `The release ${name} is in the format ${release.format}.`, {
      hint: 'Make one in Darwin JSON, which alone says where the images lie.',
    });
  }
  throw new DatapinError('source.project', `The dataset ${dataset} of V7 has no release ${name}.`, {
    hint: otherNames(
      name,
      releases.map((one) => one.name),
      'It has none yet: make one in V7.',
    ),
  });
}

function failed({ name }: Release): DatapinError {
  return new DatapinError('source.export', `V7 could not make the release ${name}.`, { hint: 'Make it again in V7.' });
}
