/** What stands under the pointer; a version of images shows some of them. */
import type { Hover } from 'vscode-languageserver';
import { type HoverAnswer, hover } from '../language/hover.ts';
import { atPosition } from './atPosition.ts';
import { throwIfTakenBack } from './cancellation.ts';
import type { Handler } from './context.ts';
import { pictures } from './pictures.ts';

export const hoverHandler: Handler = {
  capabilities: { hoverProvider: true },
  register(connection, context) {
    connection.onHover(async (params, token): Promise<Hover | null> => {
      const answer = await atPosition(context, params, hover, token);
      if (!answer) return null;
      const shown = await pictures(answer.images);
      throwIfTakenBack(token);
      return { contents: { ...answer.contents, value: withPictures(answer, shown) }, range: answer.range };
    });
  },
};

/** An editor cuts a card that is too high at its end, so pictures are shown above the smaller facts. */
function withPictures({ contents, imagesAt }: HoverAnswer, shown: string): string {
  const { value } = contents;
  return shown ? [value.slice(0, imagesAt), shown, value.slice(imagesAt).trimStart()].filter(Boolean).join('\n\n') : value;
}
