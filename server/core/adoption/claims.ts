/** Comparing bytes with what others say of them. */
import type { SourceFile } from '../connector.ts';
import { DatapinError } from '../errors.ts';
import { shown } from '../location.ts';
import type { Claim } from '../source.ts';

/** What is known of a file's bytes, in hex. */
export interface Digests {
  sha256?: string | undefined;
  md5?: string | undefined;
}

const names = { sha256: 'SHA-256', md5: 'MD5' };

/** The first claim that is about other bytes than these, and what to say of it. Claims of an unknown digest are not compared. */
export function contradiction(
  file: Pick<SourceFile, 'location' | 'claims'>,
  digests: Digests,
): { claim: Claim; problem: DatapinError } | undefined {
  const claim = file.claims?.find(({ algorithm, value }) => digests[algorithm] !== undefined && digests[algorithm] !== value);
  if (!claim) return undefined;
  const { algorithm, value } = claim;
  const words = `${shown(file.location)} has the ${names[algorithm]} ${digests[algorithm]}, and ${value} is declared.`;
  return {
    claim,
    problem: new DatapinError('declared.mismatch', words, { hint: 'Correct what is declared, or put the declared file there.' }),
  };
}

export function claims(file: Pick<SourceFile, 'claims'>, algorithm: Claim['algorithm']): boolean {
  return file.claims?.some((claim) => claim.algorithm === algorithm) ?? false;
}

/** The SHA-256 that a store declares, checked for its form. Throws `declared.malformed`. */
export function declaredHash({ declaredSha256 = '', location }: Pick<SourceFile, 'declaredSha256' | 'location'>): string {
  const declared = declaredSha256.toLowerCase();
  if (/^[0-9a-f]{64}$/.test(declared)) return declared;
  throw new DatapinError('declared.malformed', `${shown(location)} declares "${declaredSha256}", which is no SHA-256.`, {
    hint: 'Correct it at its store; a malformed hash is never used.',
  });
}
