/** How SuperAnnotate is asked: on which host, for which team, project and folder, and page by page. */
import { DatapinError } from '../../core/errors.ts';
import type { SettingRule, SourceContext } from '../../core/source.ts';
import { askTool, saidNo } from '../../kit/toolAnswers.ts';
import { type Fields, listOf, numberOf, objectOf } from '../../kit/values.ts';

export const secretName = 'SA_TOKEN';
export const secretTitle = 'token of SuperAnnotate';
export const tool = 'SuperAnnotate';

/** Each a host of its own, as its own kit has them. */
export const settings = [
  { name: 'url', env: 'SA_URL', default: 'https://api.superannotate.com' },
  { name: 'itemUrl', env: 'SA_ITEM_URL', default: 'https://item.superannotate.com/api/v1/' },
  { name: 'workManagementUrl', env: 'SA_WORK_MANAGEMENT_URL', default: 'https://work-management-api.superannotate.com/api/v1/' },
  { name: 'assetsUrl', env: 'SA_ASSETS_URL', default: 'https://assets-provider.superannotate.com/api/v4/' },
  { name: 'largeAssetsUrl', env: 'SA_LARGE_ASSETS_URL', default: 'https://assets-provider.superannotate.com/api/v3.01/' },
] as const satisfies readonly SettingRule[];

export type Asking = Pick<SourceContext, 'web' | 'secret' | 'optionalSecret' | 'setting' | 'signal'>;

export interface Question {
  host: (typeof settings)[number]['name'];
  path: string;
  /** `team_id` is always there. */
  query?: Readonly<Record<string, string | number>>;
  /** What it is about, for the header that says so. */
  project?: string;
  folder?: string;
  /** What is posted; without it, it is got. */
  body?: unknown;
  /** Posted without a body. */
  post?: boolean;
  /** In words, for errors: "folder cars". */
  about: string;
}

/** The answer's JSON. Throws what `askTool` throws, and `source.answer` where an error is inside. */
export async function ask(context: Asking, question: Question): Promise<unknown> {
  const { about } = question;
  const { value } = await askTool(context.web, { ...(await toRequest(context, question)), tool, secret: secretTitle, about });
  const { error, errors } = objectOf(value) ?? {};
  if (error || (errors && !(Array.isArray(errors) && errors.length === 0))) throw saidNo(tool, about, value);
  return value;
}

/** The same as a request for the web. */
export async function toRequest(context: Asking, { host, path, query, project, folder, body, post }: Question) {
  const token = await context.secret(secretName);
  const team = teamOf(token);
  const url = new URL(`${context.setting(host).replace(/\/+$/, '')}/${path}`);
  url.searchParams.set('team_id', team);
  for (const [key, value] of Object.entries(query ?? {})) url.searchParams.set(key, String(value));
  const about = { team_id: Number(team), project_id: toId(project), folder_id: toId(folder) };
  const headers = {
    authorization: token,
    authtype: 'sdk',
    'x-sa-entity-context': Buffer.from(JSON.stringify(about)).toString('base64'),
  };
  // what is posted only asks, but for an export, of which a second one harms nobody
  const posted = body === undefined && !post ? {} : { method: 'POST' as const, repeatable: true };
  return { url: url.href, credentials: { headers }, signal: context.signal, ...posted, ...(body === undefined ? {} : { body }) };
}

/** The members of all pages. Throws `source.answer` when a page comes twice. Returns how many the tool says there are. */
export async function* pages(
  context: Asking,
  question: Question,
  { size, join }: { size: number; join?: unknown },
): AsyncGenerator<unknown, number | undefined> {
  const { about } = question;
  let said: number | undefined;
  let before = '';
  for (let offset = 0; ; ) {
    const query = { limit: size, offset, search: {}, ...(join === undefined ? {} : { join }) };
    const answer = await ask(context, { ...question, body: { query } });
    const data = membersOf(answer, about);
    const ids = JSON.stringify(data.map((member) => objectOf(member)?.id));
    if (data.length > 0 && ids === before) throw repeated(about);
    before = ids;
    yield* data;
    offset += data.length;
    const { total, count } = objectOf(answer) ?? {};
    said = numberOf(total) ?? numberOf(count);
    if (data.length < size || (said !== undefined && offset >= said)) return said;
  }
}

/** A list, or one under `data`. */
export function membersOf(answer: unknown, about: string): readonly unknown[] {
  const data = Array.isArray(answer) ? answer : objectOf(answer)?.data;
  if (Array.isArray(data)) return data;
  throw saidNo(tool, about, 'there is no list');
}

/** The id of something, as a text. */
export function idOf({ id }: Fields): string | undefined {
  return typeof id === 'string' && id !== '' ? id : numberOf(id)?.toString();
}

/** An id as SuperAnnotate wants it: a number where it is one. */
export function toId(id: string | undefined): string | number | undefined {
  return id !== undefined && /^\d{1,15}$/.test(id) ? Number(id) : id;
}

/** Words of a list of tags or names; objects by their name. */
export function namesIn(value: unknown): string[] {
  return listOf(value).flatMap((one) => {
    const name = objectOf(one)?.name ?? one;
    return typeof name === 'string' || typeof name === 'number' ? [String(name)] : [];
  });
}

/** A token ends with the number of its team. */
function teamOf(token: string): string {
  const [, team] = /=(\d+)$/.exec(token.trim()) ?? [];
  if (team) return team;
  throw new DatapinError('secret.refused', `The ${secretTitle} is not whole: it ends with = and the number of a team.`, {
    hint: 'Copy it again from the settings of the team in SuperAnnotate.',
  });
}

function repeated(about: string): DatapinError {
  return new DatapinError('source.answer', `${tool} gives the same page of ${about} twice.`, { hint: 'Try again.' });
}
