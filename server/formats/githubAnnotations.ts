/** Workflow commands of GitHub Actions, which show findings beside the lines they are about. */

export interface Annotation {
  level: 'error' | 'warning' | 'notice';
  /** Relative to the checkout. */
  file: string;
  /** From 1. */
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
  title: string;
  message: string;
}

/** One line, with its end. */
export function toAnnotation({ level, message, ...at }: Annotation): string {
  const { file, line, column, endLine, endColumn, title } = at;
  // columns count within one line only
  const columns = line === endLine ? [`col=${column}`, `endColumn=${endColumn}`] : [];
  const properties = [`file=${escaped(file)}`, `line=${line}`, `endLine=${endLine}`, ...columns, `title=${escaped(title)}`];
  return `::${level} ${properties.join(',')}::${escapedMessage(message)}\n`;
}

function escapedMessage(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escaped(property: string): string {
  return escapedMessage(property).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
