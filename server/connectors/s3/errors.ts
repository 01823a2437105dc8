/** What the SDK throws, in words. No text of a store or of the SDK is passed on: it may repeat what was sent. */
import { asDatapinError, cancelled, DatapinError, type ErrorCode, systemCode } from '../../core/errors.ts';
import { formatLocation } from './location.ts';

/** What a request was about, and who made it. */
export interface Subject {
  bucket?: string | undefined;
  /** Key or prefix. */
  key?: string | undefined;
  endpoint?: string | undefined;
  profile?: string | undefined;
  /** Nobody signed the request, for want of credentials. */
  unsigned?: boolean | undefined;
}

/** Any thrown value as a DatapinError; one that already is passes unchanged. */
export function s3Error(error: unknown, subject: Subject): DatapinError {
  if (error instanceof DatapinError) return error;
  const facts = factsOf(error);
  if (facts.name === 'AbortError') return cancelled();
  if (facts.status === undefined && !facts.system && !tellable(facts.name)) return asDatapinError(error);
  const words = wordsOf(subject);
  const told = tell(facts, words);
  const refused = told[0] === 's3.denied' || told[0] === 's3.credentials' || told[0] === 's3.expired';
  if (refused && subject.unsigned) return notPublic(words, new UnsignedRefused(traceOf(facts).message));
  const [code, message, hint] = told;
  return new DatapinError(code, message[0]!.toUpperCase() + message.slice(1), { hint, cause: traceOf(facts) });
}

/** Whether the store let somebody in who may not do this, or nobody in at all for something that is not public. */
export function isDenied(error: unknown): error is DatapinError {
  if (!(error instanceof DatapinError)) return false;
  return error.code === 's3.denied' || (error.code === 's3.credentials' && error.cause instanceof UnsignedRefused);
}

/** What to throw of an answer that no S3 store gives. */
export function foreignAnswer(): Error {
  return Object.assign(new Error('This is no answer of an S3 store.'), { name: 'ForeignAnswer' });
}

/** What to throw of a question that has no answer without credentials. */
export function asksForOwn(): Error {
  return Object.assign(new Error('Nobody owns anything.'), { name: 'AccessDenied' });
}

/** The region that a store says a bucket lies in, when it refused a request for having been sent elsewhere. */
export function regionOf(error: unknown): string | undefined {
  const { $response, Region } = error as { $response?: { headers?: Record<string, string> }; Region?: unknown };
  if (factsOf(error).name === 'AuthorizationHeaderMalformed' && typeof Region === 'string') return Region;
  return statusOf(error) === 301 ? $response?.headers?.['x-amz-bucket-region'] : undefined;
}

class UnsignedRefused extends Error {}

interface Facts {
  name: string;
  /** HTTP status; undefined when there was no answer. */
  status: number | undefined;
  /** `ECONNREFUSED` and its kin. */
  system: string | undefined;
  requestId: string | undefined;
  /** `s3:GetObject`: what would have had to be allowed. */
  action: string | undefined;
  expired: boolean;
  unreadable: boolean;
}

interface Words {
  bucket: string;
  key: string;
  location: string;
  endpoint: string;
  profile: string;
}

type Told = [code: ErrorCode, message: string, hint: string];

function tell(facts: Facts, words: Words): Told {
  const { name, status, system } = facts;
  if (facts.unreadable) return foreign(words);
  if (tellable(name)) return byName[name]!(words, facts);
  if (system && /CERT|SELF_SIGNED|UNABLE_TO_|ERR_TLS/.test(system)) return untrusted(words, system);
  if (status === undefined) return unreachable(words, system ?? name);
  if (status === 404) return missingKey(words);
  if (status === 412) return changed(words);
  if (status === 400 || status === 401 || status === 403) return denied(words, facts);
  if (status === 429 || status >= 500) return ['s3.failed', `The store is overloaded or broken (${status} ${name}).`, 'Try again later.'];
  return ['s3.failed', `The store answered ${status} ${name} for ${words.location}.`, 'Show this to whoever runs the store.'];
}

function tellable(name: string): boolean {
  return Object.hasOwn(byName, name);
}

const byName: Record<string, (words: Words, facts: Facts) => Told> = {
  NoSuchBucket: missingBucket,
  InvalidBucketName: missingBucket,
  NoSuchKey: missingKey,
  NoSuchVersion: missingKey,
  NotFound: missingKey,
  AccessDenied: denied,
  InvalidAccessKeyId: ({ endpoint, profile }) => [
    's3.credentials',
    `${endpoint} does not know this access key.`,
    `Check AWS_ACCESS_KEY_ID or ${profile}, and that the endpoint is the one the key belongs to.`,
  ],
  SignatureDoesNotMatch: ({ endpoint, profile }) => [
    's3.credentials',
    `${endpoint} does not accept the secret key.`,
    `Check AWS_SECRET_ACCESS_KEY or ${profile}.`,
  ],
  InvalidToken: sessionToken,
  InvalidClientTokenId: sessionToken,
  ExpiredToken: expired,
  ExpiredTokenException: expired,
  TokenRefreshRequired: expired,
  CredentialsProviderError: noCredentials,
  TokenProviderError: noCredentials,
  RequestTimeTooSkewed: () => [
    's3.credentials',
    'The clock of this machine differs too much from that of the store.',
    'Set the clock; signatures carry the time.',
  ],
  PermanentRedirect: ({ bucket }) => [
    's3.failed',
    `Bucket ${bucket} lies in another region or at another endpoint.`,
    'Set AWS_REGION to the region of the bucket.',
  ],
  InvalidRange: changed,
  TimeoutError: (words) => unreachable(words, 'ETIMEDOUT'),
  ForeignAnswer: foreign,
  InvalidObjectState: ({ location }) => [
    's3.archived',
    `${location} is archived: its bytes cannot be read now.`,
    'Restore it in its store first.',
  ],
};

function missingBucket({ bucket, endpoint }: Words): Told {
  return ['s3.bucket', `There is no bucket ${bucket} at ${endpoint}.`, 'Check its name and the endpoint.'];
}

function missingKey(words: Words): Told {
  if (!words.key) return missingBucket(words);
  return ['s3.key', `There is nothing at ${words.location}.`, 'Check the key: upper and lower case differ.'];
}

function changed({ location }: Words): Told {
  return ['file.changed', `${location} changed: the store holds another object under this key.`, 'Adopt what is there as a new version.'];
}

function denied({ location }: Words, { action }: Facts): Told {
  return [
    's3.denied',
    `Access to ${location} is denied${action ? ` (${action})` : ''}.`,
    `Ask for ${action ?? 's3:ListBucket and s3:GetObject'} on the bucket, or use other credentials.`,
  ];
}

function sessionToken({ endpoint, profile }: Words): Told {
  return [
    's3.credentials',
    `${endpoint} does not accept the session token.`,
    `Set AWS_SESSION_TOKEN anew, or leave it out for permanent keys; or check ${profile}.`,
  ];
}

function expired({ profile }: Words): Told {
  return ['s3.expired', 'The AWS credentials have expired.', `Sign in again (aws sso login), or renew the keys in ${profile}.`];
}

function notPublic({ bucket, profile }: Words, cause: Error): DatapinError {
  const message = bucket
    ? `No AWS credentials were found, and ${formatLocation({ bucket, key: '' })} is not public.`
    : 'No AWS credentials were found, so there are no buckets to choose from.';
  const hint = bucket ? signIn(profile) : `Name a bucket if it is public. ${signIn(profile)}`;
  return new DatapinError('s3.credentials', message, { hint, cause });
}

function noCredentials(words: Words, facts: Facts): Told {
  if (facts.expired) return expired(words);
  return ['s3.credentials', 'No usable AWS credentials were found.', signIn(words.profile)];
}

function signIn(profile: string): string {
  return `Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, complete ${profile}, or sign in (aws sso login).`;
}

function unreachable({ endpoint }: Words, why: string): Told {
  const said = why === 'ETIMEDOUT' ? 'does not answer' : `cannot be reached (${why})`;
  return ['s3.network', `${endpoint} ${said}.`, 'Check the network and the endpoint.'];
}

function untrusted({ endpoint }: Words, system: string): Told {
  return ['s3.network', `The certificate of ${endpoint} is not trusted (${system}).`, 'Name the file with its authority in AWS_CA_BUNDLE.'];
}

function foreign({ endpoint }: Words): Told {
  return ['s3.failed', `What answers at ${endpoint} is no S3 store.`, 'Check the endpoint; a proxy or a sign-in page may stand before it.'];
}

function wordsOf({ bucket = '', key = '', endpoint, profile }: Subject): Words {
  return {
    bucket,
    key,
    location: formatLocation({ bucket, key }),
    endpoint: endpoint ? `the store at ${new URL(endpoint).origin}` : 'Amazon S3',
    profile: profile ? `profile "${profile}"` : 'your AWS profile',
  };
}

function factsOf(error: unknown): Facts {
  const { name, message = '', $metadata, Code } = error as Partial<Error> & { $metadata?: { requestId?: string }; Code?: string };
  return {
    name: token(Code) ?? token(name) ?? 'Error',
    status: statusOf(error),
    system: systemCode(error),
    requestId: token($metadata?.requestId),
    action: /\bto perform: (\w+:\w+)/.exec(message)?.[1],
    expired: /\bexpired\b|aws sso login/i.test(message),
    unreadable: /XML parse error|Deserialization error/.test(message),
  };
}

function statusOf(error: unknown): number | undefined {
  return (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
}

/** What may be shown of a word that came from outside. */
function token(word: unknown): string | undefined {
  return typeof word === 'string' && /^[\w.-]{1,80}$/.test(word) ? word : undefined;
}

/** The SDK's own error holds the request with its signature, so that a log of it would too. */
function traceOf({ name, status, system, requestId }: Facts): Error {
  const parts = [name, status, system, requestId && `request ${requestId}`].filter((part) => part !== undefined);
  return new Error(parts.join(' '));
}
