/** Requests that come at the wrong time, or without what they are about, are answered with the protocol's code and why. */
import { type Connection, ErrorCodes, type Message, type MessageStrategy, ResponseError } from 'vscode-languageserver';

/** Where such requests are sent, to be answered like any other. */
const refused = 'datapin/refused';

interface Refusal {
  code: number;
  message: string;
}

/** For the making of a connection, which `answerRefused` completes. */
export function messageOrder(): { messageStrategy: MessageStrategy } {
  let state: State = 'new';
  return {
    messageStrategy: {
      handleMessage(message, next) {
        if (!isRequest(message)) return next(message);
        const refusal = refusalOf(message, state);
        if (refusal) return next({ ...message, method: refused, params: refusal } as Message);
        if (message.method === 'initialize') state = 'running';
        if (message.method === 'shutdown') state = 'ended';
        return next(message);
      },
    },
  };
}

export function answerRefused(connection: Connection): void {
  connection.onRequest(refused, ({ code, message }: Refusal) => {
    throw new ResponseError(code, message);
  });
}

type State = 'new' | 'running' | 'ended';

interface Request extends Message {
  id: number | string;
  method: string;
  params?: unknown;
}

function isRequest(message: Message): message is Request {
  return 'method' in message && 'id' in message;
}

function refusalOf({ method, params }: Request, state: State): Refusal | undefined {
  if (state === 'new' && method !== 'initialize') {
    return { code: ErrorCodes.ServerNotInitialized, message: `"${method}" was sent before "initialize".` };
  }
  if (state === 'ended') return { code: ErrorCodes.InvalidRequest, message: `"${method}" was sent after "shutdown".` };
  if (!withParams.test(method)) return undefined;
  if (!isRecord(params)) return { code: ErrorCodes.InvalidParams, message: `"${method}" needs parameters.` };
  const { textDocument } = params;
  if (method.startsWith('textDocument/') && !(isRecord(textDocument) && typeof textDocument.uri === 'string')) {
    return { code: ErrorCodes.InvalidParams, message: `"${method}" needs a textDocument with a URI.` };
  }
  return undefined;
}

/** Requests of the protocol itself that none can be answered without. */
const withParams =
  /^(initialize$|(textDocument|workspace|completionItem|codeLens|documentLink|callHierarchy|typeHierarchy|inlayHint|codeAction|workspaceSymbol)\/)/;

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
