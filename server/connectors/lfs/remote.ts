/** Where a clone comes from, and which commit of it is checked out. */

/** Reads a small file of the clone; nothing where there is none. */
type ReadText = (path: string) => Promise<string | undefined>;

/** `hf://datasets/<owner>/<name>@<commit>/` of a clone from Hugging Face, where what LFS keeps can be read. */
export async function hubFolder(text: ReadText): Promise<string | undefined> {
  const dataset = datasetOf((await text('.git/config')) ?? '');
  const commit = dataset === undefined ? undefined : await commitOf(text);
  return commit === undefined ? undefined : `hf://datasets/${dataset}@${commit}/`;
}

function datasetOf(config: string): string | undefined {
  const [, url = ''] = /\[remote "origin"\][^[]*?\n\s*url\s*=\s*(\S+)/.exec(config) ?? [];
  const [, dataset] =
    /^(?:https:\/\/(?:[^@/]*@)?|ssh:\/\/git@|git@)(?:huggingface\.co|hf\.co)[/:]datasets\/([\w.-]+(?:\/[\w.-]+)?)\/?$/.exec(url) ?? [];
  return dataset?.replace(/\.git$/, '');
}

async function commitOf(text: ReadText): Promise<string | undefined> {
  const head = ((await text('.git/HEAD')) ?? '').trim();
  const [, ref] = /^ref: (refs\/\S+)$/.exec(head) ?? [];
  const loose = ref === undefined ? head : ((await text(`.git/${ref}`)) ?? '').trim();
  const packed = ref === undefined || loose !== '' ? '' : ((await text('.git/packed-refs')) ?? '');
  const commit =
    loose ||
    packed
      .split('\n')
      .find((line) => line.endsWith(` ${ref}`))
      ?.slice(0, 40);
  return commit !== undefined && /^[0-9a-f]{40}$/.test(commit) ? commit : undefined;
}
