/** Croissant documents of the tests. */
import { createHash } from 'node:crypto';

export const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

export const context = { '@context': { '@vocab': 'https://schema.org/', cr: 'http://mlcommons.org/croissant/' } };
export const about = (distribution: unknown[], more: object = {}) => ({
  ...context,
  '@type': 'sc:Dataset',
  name: 'x',
  distribution,
  ...more,
});
export const object = (fields: object) => ({ '@type': 'cr:FileObject', '@id': 'a', name: 'a.csv', contentUrl: 'data/a.csv', ...fields });
export const set = (fields: object) => ({ '@type': 'cr:FileSet', '@id': 's', includes: 'data/*.csv', ...fields });
/** Of `a`. */
export const digest = sha256('a');
