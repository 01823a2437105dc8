/** The first question: where from. */
import { listSources } from '../../server/protocol/requests.ts';
import type { Context } from '../context.ts';
import type { Ask } from '../questions.ts';
import { bucketWay } from './bucketSteps.ts';
import { dialogStep } from './dialogStep.ts';
import { linkStep } from './linkStep.ts';
import { sourceChoices, type Way } from './sourceChoices.ts';
import { toolStep } from './toolSteps.ts';

export function sourceStep(context: Context): Ask {
  return async (ask) => {
    const way = await ask.list<Way>({
      placeholder: 'Where the files lie, or who knows them',
      choices: async (token) => sourceChoices(await context.server.send(listSources, {}, token)),
    });
    return stepOf(context, way);
  };
}

function stepOf(context: Context, way: Way): Ask {
  if (typeof way === 'object') return toolStep(context, way);
  switch (way) {
    case 'folder':
      return dialogStep(context, { canSelectFolders: true, canSelectFiles: false, canSelectMany: true, title: 'Adopt a folder' });
    case 'files':
      return dialogStep(context, { canSelectFiles: true, canSelectMany: true, title: 'Adopt files' });
    case 'manifest':
      return dialogStep(context, { canSelectFiles: true, title: 'Adopt what a manifest or export file lists' });
    case 's3':
      return bucketWay(context);
    case 'link':
      return linkStep(context);
  }
}
