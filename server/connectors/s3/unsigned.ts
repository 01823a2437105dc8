/** Requests that nobody signs, for what is public: as `aws --no-sign-request` makes them. */
import type { S3ClientConfig } from '@aws-sdk/client-s3';

const schemeId = 'smithy.api#noAuth';

/** For a client that knows no other way to be authorised than not to be: nothing in it could sign. */
export const unsigned = {
  httpAuthSchemeProvider: () => [{ schemeId }],
  httpAuthSchemes: [{ schemeId, identityProvider: () => async () => ({}), signer: { sign: async (request) => request } }],
} satisfies Pick<S3ClientConfig, 'httpAuthSchemes' | 'httpAuthSchemeProvider'>;
