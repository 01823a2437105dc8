/** Which files are pictures, and which lie beside them, by their names. */

/** Whether a path ends as pictures do, in capitals or not. */
export function isImage(path: string): boolean {
  return extensions.test(path);
}

/** Whether a path ends as notes, lists and tables do, which lie beside pictures. */
export function isText(path: string): boolean {
  return /(?:\.(?:txt|md|rst|json|jsonl|ndjson|xml|ya?ml|toml|csv|tsv|names|cls|cfg|ini|html?|pdf)|(?:^|\/)[A-Z]+|(?:^|\/)\.[^/.]+)$/.test(
    path,
  );
}

const extensions = /\.(?:jpe?g|jpe|jfif|png|gif|bmp|webp|tiff?|avif|heic|heif|jp2|jxl|ppm|pgm|pbm|pnm)$/i;
