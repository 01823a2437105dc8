/** Archives of public sets, with the digests that were published for them. */
import type { Claim, SourceNote } from '../../core/source.ts';

export interface KnownArchive {
  name: string;
  /** Bytes; absent where nobody has published them. */
  size?: number;
  sha256?: string;
  md5?: string;
}

/** COCO's and ImageNet's, by name. */
export const knownArchives: readonly KnownArchive[] = [
  known(
    'train2017.zip',
    19336861798,
    '69a8bb58ea5f8f99d24875f21416de2e9ded3178e903f1f7603e283b9e06d929',
    'cced6f7f71b7629ddf16f17bbcfab6b2',
  ),
  known('val2017.zip', 815585330, '4f7e2ccb2866ec5041993c9cf2a952bbed69647b115d0f74da7ce8f4bef82f05', '442b8da7639aecaf257c1dceb8ba8c80'),
  known('test2017.zip', 6646970404, 'c7908c3c9f94ba2f3340ebbeec58c25db6be8774f18d68c2f15d0e369d95baba', '77ad2c53ac5d0aea611d422c0938fb35'),
  known(
    'annotations_trainval2017.zip',
    252907541,
    '113a836d90195ee1f884e704da6304dfaaecff1f023f49b6ca93c4aaae470268',
    'f4bbac642086de4f52a3fdda2de5fa2c',
  ),
  known(
    'image_info_test2017.zip',
    1144034,
    'e52f412dd7195ac8f98d782b44c6dd30ea10241e9f42521f67610fbe055a74f8',
    '85da7065e5e600ebfee8af1edb634eb5',
  ),
  known('panoptic_annotations_trainval2017.zip', 860725834, 'c05f76d2129b6b561eb70efe16e7006df62f73fb92889132d373b9d90e31a370'),
  known('train2014.zip', 13510573713, 'ede4087e640bddba550e090eae701092534b554b42b05ac33f0300b984b31775'),
  known('val2014.zip', 6645013297, 'fe9be816052049c34717e077d9e34aa60814a55679f804cd043e3cbee3b9fde0', 'a3d79f5ed8d289b7a7554ce06a5782b3'),
  known('test2014.zip', 6660437059, 'ead40c62230cb2cf70ff4c8b4c70abdc260a7556e77b3282621d06d8e2e35bdf'),
  known(
    'annotations_trainval2014.zip',
    252872794,
    '031296bbc80c45a1d1f76bf9a90ead27e94e99ec629208449507a4917a3bf009',
    '0a379cfc70b0e71301e0f377548639bd',
  ),
  known(
    'ILSVRC2012_img_train.tar',
    147897477120,
    'b08200a27a8e34218a0e58fde36b0fe8f73bc377f4acea2d91602057c3ca45bb',
    '1d675b47d978889d74fa0da5fadfb00e',
  ),
  known(
    'ILSVRC2012_img_val.tar',
    6744924160,
    'c7e06a6c0baccf06d8dbeb6577d71efff84673a5dbdd50633ab44f8ea0456ae0',
    '29b22e2961454d5413ddabcf34fc5622',
  ),
  { name: 'ILSVRC2012_devkit_t12.tar.gz', md5: 'fa75699e90414af021442c21a62c3abf' },
];

/** Where the digests come from, as a claim says it. */
export const published = 'published digests';

/** What is published of an archive of this name and size; a note when only the name is the same. */
export function knownArchive({ name, size }: { name: string; size: number }): { claim: Claim } | SourceNote | undefined {
  const found = knownArchives.find((one) => one.name === name);
  if (!found) return undefined;
  if (found.size !== undefined && found.size !== size) {
    return {
      note: `${name} has ${size} bytes, and the published file of this name has ${found.size}: it was not compared with its digest.`,
    };
  }
  const { sha256, md5 } = found;
  return { claim: sha256 ? { algorithm: 'sha256', value: sha256, at: published } : { algorithm: 'md5', value: md5!, at: published } };
}

function known(name: string, size: number, sha256: string, md5?: string): KnownArchive {
  return { name, size, sha256, ...(md5 ? { md5 } : {}) };
}
