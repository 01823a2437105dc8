/** A step whose request may need a key: the key is asked for as a step of its own, and then the request is made again. */
import type { Context } from '../context.ts';
import { type AskedKey, checkKey } from '../keys.ts';
import type { Ask } from '../questions.ts';

/** `step` throws what its request threw when `isAboutKey` says so. */
export function withKeyStep(context: Context, step: Ask): Ask {
  const whole: Ask = async (ask) => {
    try {
      return await step(ask);
    } catch (error) {
      const asked = await context.keys.askedBy(error);
      if (asked === undefined) throw error;
      return asked === 'kept' ? whole : keyStep(context, asked, whole);
    }
  };
  return whole;
}

function keyStep(context: Context, { name, title, why }: AskedKey, next: Ask): Ask {
  return async (ask) => {
    const value = await ask.text({ about: title, prompt: why, secret: true, check: checkKey });
    await context.keys.keep(name, value);
    return next;
  };
}
