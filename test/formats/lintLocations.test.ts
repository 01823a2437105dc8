/** What is said of the locations that inputs come from. */
import { checkRows, inStep, type Row } from './lintRows.ts';

const locations: Row[] = [
  ['a store', 's3://bucket/key'],
  ['globs', '"s3://bucket/x{a,b}/**.jpg"'],
  ['a parameter', '"s3://{parameter:bucket}/{parameter:key}"'],
  ['blanks in a parameter', '"s3://{parameter: my bucket}/k"'],
  ['a key with blanks', 's3://bucket/my file (1).txt'],
  ['a bucket alone', 's3://bucket'],
  ['an address', 'https://example.org/a.zip?x=1#y'],
  ['an address with a parameter', '"https://{parameter:host}/a"'],
  ['a relative path', 'relative/path'],
  ['a reference', 'digits:v1'],
  ['a store nobody knows', 'hf://datasets/a'],
  ['a drive', '"c:/data"'],
  ['something with a colon', '"azur:v1"'],
  ['a dataset named like a scheme', '"https:v1"'],
  ['two letters are near to too much', 'hs://bucket/a'],
  ['another store', 'sftp://host/a'],
  ['a scheme in capitals', 'HTTPS://example.org/a'],
  ['a file', 'file:/data/a'],
  ['a relative path with two slashes', 'data//a'],
  ['a reference that is misspelt is judged as one', 'datset://pets/v1'],
  ['and with too few slashes', 'dataset:/pets/v1'],
  ['a misspelt scheme', '⟦htp://⟧x/y', 'malformed-location -> http://x/y'],
  ['the nearer of two', '⟦htps://⟧x/y', 'malformed-location -> https://x/y'],
  ['and no slash enough', '⟦htps:/⟧x/y', 'malformed-location -> https://x/y'],
  ['no slash', '⟦s3:⟧bucket', 'malformed-location -> s3://bucket'],
  ['no slash and a key', '⟦gs:⟧bucket/key', 'malformed-location -> gs://bucket/key'],
  ['no colon', '⟦s3//⟧bucket/key', 'malformed-location -> s3://bucket/key'],
  ['a parameter that is not there', '"s3://bucket/{parameter:⟦sizee⟧}"', 'unknown-placeholder'],
  ['the value of one that is not there', '"s3://bucket/{parameter-value:⟦sizee⟧}"', 'unknown-placeholder'],
  ['datum', 'datum://latest-model'],
  ['one slash', '⟦s3:/⟧bucket/key', 'malformed-location -> s3://bucket/key'],
  ['one slash of an address', '⟦https:/⟧example.org', 'malformed-location -> https://example.org'],
  ['no bucket', '⟦s3://⟧', 'malformed-location'],
  ['three slashes', '⟦gs:///key⟧', 'malformed-location'],
  ['no host', '⟦https://⟧', 'malformed-location'],
  ['a blank in the bucket', 's3://my⟦ ⟧bucket/key', 'malformed-location'],
  ['a blank in an address', 'https://example.org/a⟦ ⟧b', 'malformed-location'],
  ['a blank behind', '"s3://bucket/key⟦ ⟧"', 'malformed-location -> s3://bucket/key'],
  ['blanks before', '"⟦  ⟧s3://bucket/key"', 'malformed-location -> s3://bucket/key'],
  ['two in one', 's3://bucket/a⟦ s3://bucket/b⟧', 'malformed-location'],
  ['an open brace', '"s3://bucket/⟦{parameter:key⟧"', 'malformed-location'],
  ['no address', '⟦https://host:99999/a⟧', 'malformed-location'],
];

checkRows(
  'locations',
  locations.map(([about, value, ...findings]) => [
    about,
    inStep(`inputs: [{name: x, default: [${value}]}]\nparameters: [{name: bucket}, {name: key}, {name: host}, {name: " my bucket"}]`),
    ...findings,
  ]),
);

checkRows('locations elsewhere', [
  ['one', inStep('inputs: [{name: x, default: "⟦s3://⟧"}]'), 'malformed-location'],
  ['nothing', inStep('inputs: [{name: x, default: ""}, {name: y, default: []}, {name: z}]')],
]);
