/** Steps of the open folders' pipeline files, and running one of them. */
import { dirname } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Json } from '../core/execution.ts';
import type { Step } from '../core/pipeline.ts';
import { findStep, pipelineFilesIn, readSteps } from '../pipelineFiles.ts';
import { listSteps, runStep } from '../protocol/requests.ts';
import { answer, reporting, requireTrust } from './answer.ts';
import type { Handler, ServerContext } from './context.ts';
import { toWireExecution, toWireStep } from './toWire.ts';

export const runHandler: Handler = {
  register(connection, context) {
    answer(connection, listSteps, ({ file: uri }) => {
      const files = uri === undefined ? pipelineFiles(context) : [fileURLToPath(uri)];
      return files.flatMap((file) => stepsOf(context, file).map((step) => toWireStep(step, pathToFileURL(file).href)));
    });
    answer(connection, runStep, async ({ file: uri, step: name, parameters, inputs, token }, signal) => {
      requireTrust(context.client);
      const file = fileURLToPath(uri);
      const request = {
        step: findStep(file, name, shownText(context, file)).step,
        root: dirname(file),
        file,
        ...(inputs ? { inputs } : {}),
        ...(parameters ? { parameters: parameters as Record<string, Json> } : {}),
      };
      const execution = await context.runJob('run', request, { signal, onProgress: reporting(connection, token) });
      context.poll();
      return toWireExecution(execution);
    });
  },
};

/** Each once, also where one open folder lies in another. */
function pipelineFiles({ client }: ServerContext): string[] {
  return [...new Set(client.folders.filter(isFile).flatMap((folder) => pipelineFilesIn(fileURLToPath(folder))))];
}

/** Of several steps of one name the last counts, in the place of the first. */
function stepsOf(context: ServerContext, file: string): Step[] {
  const steps = readSteps(file, shownText(context, file));
  return [...new Map(steps.filter(({ step }) => step.name !== '').map(({ step }) => [step.name, step])).values()];
}

/** What the editor shows counts, saved or not. Editors and Node write the same file's URI in different ways. */
function shownText({ documents }: ServerContext, file: string): string | undefined {
  return documents
    .all()
    .find(({ uri }) => isFile(uri) && fileURLToPath(uri) === file)
    ?.getText();
}

function isFile(uri: string): boolean {
  return uri.startsWith('file:');
}
