/** Which rooms there are. Each is loaded when first asked for: who has no bucket never reads the S3 SDK. */
import type { Connector } from './core/connector.ts';
import type { LabelFormat } from './core/labels.ts';
import type { Source } from './core/source.ts';
import type { World } from './core/world.ts';

/** Settings of the S3 connector that a person may give explicitly; the rest is found as AWS tools find it. */
export interface S3Settings {
  endpoint?: string | undefined;
  region?: string | undefined;
  profile?: string | undefined;
  pathStyle?: boolean | undefined;
}

const web = async (world: World) => (await import('./connectors/http/connector.ts')).createHttpConnector(world);
const archive = async (world: World) => (await import('./connectors/archive/connector.ts')).createArchiveConnector(world);

/** Stores by the scheme of their locations. */
export const connectorRooms: Record<string, (world: World, settings: { s3: S3Settings }) => Promise<Connector>> = {
  file: async () => (await import('./connectors/local/connector.ts')).createLocalConnector(),
  content: async ({ registry }) => (await import('./connectors/content/connector.ts')).createContentConnector(registry.content),
  s3: async (_, { s3 }) => (await import('./connectors/s3/connector.ts')).createS3Connector(s3),
  labelbox: async (world) => (await import('./connectors/labelbox/connector.ts')).createLabelboxConnector(world),
  sama: async (world) => (await import('./connectors/sama/connector.ts')).createSamaConnector(world),
  v7: async (world) => (await import('./connectors/v7/connector.ts')).createV7Connector(world),
  superbai: async (world) => (await import('./connectors/superbai/connector.ts')).createSuperbConnector(world),
  superannotate: async (world) => (await import('./connectors/superannotate/connector.ts')).createSuperAnnotateConnector(world),
  hf: async (world) => (await import('./connectors/huggingface/connector.ts')).createHuggingFaceConnector(world),
  http: web,
  https: web,
  gs: web,
  az: web,
  ...Object.fromEntries(
    ['file', 's3', 'http', 'https', 'gs', 'az', 'hf'].flatMap((scheme) => [`tar+${scheme}`, `zip+${scheme}`].map((one) => [one, archive])),
  ),
};

export interface SourceRoom {
  load(): Promise<Source>;
  /** A folder is of it only when a name right in that fits; absent where that takes a closer look. */
  inFolder?: RegExp;
}

/** It is a project or a file. */
const never = /^(?!)/;

/** In the order in which they are asked what something is: the surest signs first. */
export const sourceRooms: readonly SourceRoom[] = [
  { inFolder: never, load: async () => (await import('./connectors/labelbox/source.ts')).createLabelboxSource() },
  { inFolder: never, load: async () => (await import('./connectors/sama/source.ts')).createSamaSource() },
  { inFolder: /\.json$/i, load: async () => (await import('./connectors/v7/source.ts')).createV7Source() },
  { inFolder: /^project\.json$/, load: async () => (await import('./connectors/superbai/source.ts')).createSuperbSource() },
  {
    inFolder: /^classes\/$|\.json$/i,
    load: async () => (await import('./connectors/superannotate/source.ts')).createSuperAnnotateSource(),
  },
  { inFolder: never, load: async () => (await import('./connectors/huggingface/source.ts')).createHuggingFaceSource() },
  { load: async () => (await import('./connectors/lfs/source.ts')).createLfsSource() },
  { inFolder: never, load: async () => (await import('./connectors/croissant/source.ts')).createCroissantSource() },
  { load: async () => (await import('./connectors/coco/source.ts')).createCocoSource() },
  { load: async () => (await import('./connectors/openimages/source.ts')).createOpenImagesSource() },
  { load: async () => (await import('./connectors/imagenet/source.ts')).createImagenetSource() },
  { load: async () => (await import('./connectors/yolo/source.ts')).createYoloSource() },
  { load: async () => (await import('./connectors/voc/source.ts')).createVocSource() },
  { load: async () => (await import('./connectors/imagefolder/source.ts')).createImagefolderSource() },
  { inFolder: never, load: async () => (await import('./connectors/sagemaker/source.ts')).createSagemakerSource() },
  { inFolder: never, load: async () => (await import('./connectors/manifest/source.ts')).createManifestSource() },
  { inFolder: /\.tar$/i, load: async () => (await import('./connectors/webdataset/source.ts')).createWebdatasetSource() },
  // last of all: a zip may be what others know, too
  { inFolder: never, load: async () => (await import('./connectors/archive/source.ts')).createArchiveSource() },
];

/** In the order in which they are tried on a version. */
export const labelRooms: readonly (() => Promise<LabelFormat>)[] = [
  async () => (await import('./formats/labels/datapin.ts')).datapinLabels,
  async () => (await import('./formats/labels/coco.ts')).cocoLabels,
  async () => (await import('./formats/labels/openimages.ts')).openImagesLabels,
  async () => (await import('./formats/labels/imagenet.ts')).imagenetLabels,
  async () => (await import('./formats/labels/metadata.ts')).metadataLabels,
  async () => (await import('./formats/labels/yolo.ts')).yoloLabels,
  async () => (await import('./formats/labels/voc.ts')).vocLabels,
  async () => (await import('./formats/labels/samples.ts')).sampleLabels,
  async () => (await import('./formats/labels/csv.ts')).csvLabels,
  async () => (await import('./formats/labels/masks.ts')).maskPairs,
  async () => (await import('./formats/labels/folders.ts')).classFolders,
];
