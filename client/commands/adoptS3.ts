/** Adopts what lies under a prefix of a bucket. */
import { adoptAs } from '../adoption.ts';
import type { Command } from '../commands.ts';
import type { Context } from '../context.ts';
import { askText } from '../editor.ts';
import { checkS3Location } from '../names.ts';

export function adoptS3(context: Context): Command {
  return async () => {
    const location = await askText({
      title: 'Adopt from S3',
      prompt: 'Bucket and prefix. Credentials come from the environment or the AWS profile in the settings.',
      placeholder: 's3://bucket/prefix',
      start: 's3://',
      check: checkS3Location,
    });
    if (location !== undefined) await adoptAs(context, [location]);
  };
}
