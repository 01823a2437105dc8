/** YAML's reader, so that it can be loaded when first needed: a package that is loaded by its own name loses its names in the bundle. */
export { parse, YAMLParseError } from 'yaml';
