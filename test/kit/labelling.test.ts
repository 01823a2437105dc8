/** What images are called in a version, whatever their tool calls them. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createImages } from '../../server/kit/labelling.ts';

type Image = [name: string, id: string];

const cases: { title: string; images: Image[]; become: string[] }[] = [
  {
    title: 'names of their own',
    images: [
      ['a.jpg', '1'],
      ['b/a.jpg', '1'],
      ['A.jpg', '1'],
    ],
    become: ['a.jpg', 'b/a.jpg', 'A.jpg'],
  },
  {
    title: 'a name that occurs again, by the id',
    images: [
      ['x/a.jpg', '1'],
      ['x/a.jpg', '2'],
      ['x/a.jpg', '3'],
    ],
    become: ['x/a.jpg', 'x/a (2).jpg', 'x/a (3).jpg'],
  },
  {
    title: 'a name and an id that occur again, by a counter',
    images: [
      ['a.jpg', '1'],
      ['a.jpg', '1'],
      ['a.jpg', '1'],
      ['a.jpg', '1'],
    ],
    become: ['a.jpg', 'a (1).jpg', 'a (1, 2).jpg', 'a (1, 3).jpg'],
  },
  {
    title: 'each id counts for itself',
    images: [
      ['a', '1'],
      ['a', '2'],
      ['a', '2'],
      ['a', '1'],
      ['a', '1'],
    ],
    become: ['a', 'a (2)', 'a (2, 2)', 'a (1)', 'a (1, 2)'],
  },
  {
    title: 'a name that looks like one that was made',
    images: [
      ['a (1).jpg', '9'],
      ['a.jpg', '1'],
      ['a.jpg', '1'],
      ['a (1, 2).jpg', '1'],
      ['a.jpg', '1'],
    ],
    become: ['a (1).jpg', 'a.jpg', 'a (1, 2).jpg', 'a (1, 2) (1).jpg', 'a (1, 3).jpg'],
  },
  {
    title: 'an id that is a path',
    images: [
      ['a.jpg', '../x/y'],
      ['a.jpg', '../x/y'],
      ['a.jpg', '../x/y'],
    ],
    become: ['a.jpg', 'a (x-y).jpg', 'a (x-y, 2).jpg'],
  },
];

describe('names of images', () => {
  for (const { title, images, become } of cases) {
    test(title, () => assert.deepEqual(pathsOf(images), become));
  }

  test('very many that share both come to an end, each with a name of its own', { timeout: 20_000 }, () => {
    const count = 30_000;
    const paths = pathsOf(Array.from({ length: count }, (): Image => ['a.jpg', '1']));
    assert.equal(new Set(paths).size, count);
  });
});

/** Of their images, without the folder of all of them. */
function pathsOf(images: Image[]): string[] {
  const itemsOf = createImages();
  const items = images.flatMap(([name, id]) =>
    itemsOf({ name, id, at: 'export:1', location: 'https://host.example/x.jpg', labels: undefined }),
  );
  return items.map((item) => {
    assert.ok('path' in item && item.path.startsWith('images/'));
    return item.path.slice('images/'.length);
  });
}
