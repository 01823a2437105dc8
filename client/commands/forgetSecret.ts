/** Forgets a key that is kept in the editor's secret storage. */
import type { Command } from '../commands.ts';
import type { Context } from '../context.ts';
import { choose, mention, tell } from '../editor.ts';

export function forgetSecret({ keys }: Context): Command {
  return async () => {
    const kept = await keys.kept();
    if (kept.length === 0) return tell('information', 'No key is kept.');
    const choices = kept.map((key) => ({ label: key.title, description: key.name, icon: 'key', value: key }));
    const chosen = await choose(choices, { title: 'Forget secret', placeholder: 'A key that is kept' });
    if (!chosen) return;
    await keys.forget(chosen.name);
    mention(`Forgot the ${chosen.title}`);
  };
}
