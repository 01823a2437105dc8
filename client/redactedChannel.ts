/** The output channel as everybody writes to it, the language client's trace too: what is to be kept secret never gets there. */
import type * as vscode from 'vscode';
import type { Redaction } from './redaction.ts';

/** Everything else of the channel, its level and its events among it, is that of `channel`. */
export function redactedChannel(channel: vscode.LogOutputChannel, redaction: Redaction): vscode.LogOutputChannel {
  const write =
    (method: (text: string, ...more: unknown[]) => void) =>
    (first: unknown, ...more: unknown[]) =>
      method.call(channel, clean(first), ...more.map(clean));
  const clean = (part: unknown): string => redaction.apply(typeof part === 'string' ? part : textOf(part));
  const own: Partial<Record<keyof vscode.LogOutputChannel, unknown>> = {
    trace: write(channel.trace),
    debug: write(channel.debug),
    info: write(channel.info),
    warn: write(channel.warn),
    error: write(channel.error as (text: string, ...more: unknown[]) => void),
    append: write(channel.append),
    appendLine: write(channel.appendLine),
    replace: write(channel.replace),
  };
  return new Proxy(channel, {
    get(target, name) {
      if (name in own) return own[name as keyof vscode.LogOutputChannel];
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

function textOf(part: unknown): string {
  if (part instanceof Error) return part.stack ?? part.message;
  return typeof part === 'object' && part !== null ? JSON.stringify(part) : String(part);
}
