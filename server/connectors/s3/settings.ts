/** Where the store is and how it is spoken to, found as AWS tools find it: given, environment, profile, default. */
import { DatapinError } from '../../core/errors.ts';
import { type Profile, readProfile } from './profile.ts';

export interface S3Options {
  /** Of a store that is not Amazon's: `https://host[:port]`. */
  endpoint?: string | undefined;
  region?: string | undefined;
  /** Name of a profile in the AWS files. */
  profile?: string | undefined;
  /** `endpoint/bucket/key` in place of `bucket.endpoint/key`. */
  pathStyle?: boolean | undefined;
  /** Found by the SDK's chain (environment, profile, sign-in, role, instance) when not given. */
  credentials?: { accessKeyId: string; secretAccessKey: string; sessionToken?: string } | undefined;
  /** Objects per page of a listing; 1000, the most that S3 gives, when not given. */
  pageSize?: number | undefined;
  /** Milliseconds until a connection that carries nothing counts as dropped; 60,000 when not given. */
  idleTimeout?: number | undefined;
  /** Milliseconds of the first pause after a failed request, doubled for each further one; 200 when not given. */
  retryDelay?: number | undefined;
  /** Milliseconds that finding credentials may take; 30,000 when not given. */
  credentialsTimeout?: number | undefined;
}

export interface S3Settings {
  endpoint: string | undefined;
  region: string;
  pathStyle: boolean;
  profile: string | undefined;
  /** Variables or the profile speak of credentials, be they of use or not. */
  credentialed: boolean;
  /** File with the certificates of the authorities to trust. */
  caBundle: string | undefined;
  /** How often a request is tried, when somebody has said so. */
  maxAttempts: number | undefined;
}

/** Throws `s3.credentials` for a profile that is nowhere and `usage` for an endpoint that is no web address. */
export async function resolveSettings(options: S3Options, env: NodeJS.ProcessEnv): Promise<S3Settings> {
  const named = options.profile || env.AWS_PROFILE || undefined;
  const profile = await readProfile(named ?? 'default', env);
  if (named && !profile && !options.credentials) {
    throw new DatapinError('s3.credentials', `There is no AWS profile "${named}".`, {
      hint: `Make it with: aws configure --profile ${named}`,
    });
  }
  const endpoint = options.endpoint || configuredEndpoint(env, profile);
  if (endpoint) checkEndpoint(endpoint);
  return {
    endpoint,
    // Amazon names the right region when this one is wrong, and it is followed.
    region: options.region || env.AWS_REGION || env.AWS_DEFAULT_REGION || profile?.settings.get('region') || 'us-east-1',
    pathStyle: options.pathStyle ?? configuredPathStyle(env, profile) ?? endpoint !== undefined,
    profile: named,
    credentialed: options.credentials !== undefined || speaksOfCredentials(env, profile),
    caBundle: env.AWS_CA_BUNDLE || profile?.settings.get('ca_bundle'),
    maxAttempts: configuredAttempts(env.AWS_MAX_ATTEMPTS || profile?.settings.get('max_attempts')),
  };
}

const credentialVariables = [
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_ROLE_ARN',
  'AWS_WEB_IDENTITY_TOKEN_FILE',
  'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
  'AWS_CONTAINER_CREDENTIALS_FULL_URI',
];

const credentialSettings =
  /^(aws_access_key_id|aws_secret_access_key|aws_session_token|role_arn|source_profile|credential_source|credential_process|web_identity_token_file|login_session|sso_\w+)$/;

function speaksOfCredentials(env: NodeJS.ProcessEnv, profile: Profile | undefined): boolean {
  return (
    credentialVariables.some((name) => env[name]) || [...(profile?.settings.keys() ?? [])].some((name) => credentialSettings.test(name))
  );
}

function configuredEndpoint(env: NodeJS.ProcessEnv, profile: Profile | undefined): string | undefined {
  if ((env.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS || profile?.settings.get('ignore_configured_endpoint_urls')) === 'true') return undefined;
  return (
    env.AWS_ENDPOINT_URL_S3 ||
    env.AWS_ENDPOINT_URL ||
    profile?.services.get('s3.endpoint_url') ||
    profile?.settings.get('s3.endpoint_url') ||
    profile?.settings.get('endpoint_url')
  );
}

function configuredPathStyle(env: NodeJS.ProcessEnv, profile: Profile | undefined): boolean | undefined {
  if (env.AWS_S3_FORCE_PATH_STYLE) return /^(1|true|yes|on)$/i.test(env.AWS_S3_FORCE_PATH_STYLE);
  const style = profile?.settings.get('s3.addressing_style');
  return style === 'path' ? true : style === 'virtual' ? false : undefined;
}

function configuredAttempts(text: string | undefined): number | undefined {
  const attempts = Number(text);
  return Number.isInteger(attempts) && attempts > 0 ? attempts : undefined;
}

function checkEndpoint(endpoint: string): void {
  const url = URL.parse(endpoint);
  if (url && /^https?:$/.test(url.protocol) && !url.username && !url.password) return;
  throw new DatapinError('usage', 'The S3 endpoint is no plain web address.', {
    hint: 'Write it as https://host or http://host:port; credentials are set apart.',
  });
}
