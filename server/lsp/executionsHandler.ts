/** Projects, executions and their logs. */
import { executionNamed } from '../core/named.ts';
import { executionLogs } from '../core/runs/logs.ts';
import { listExecutions, listProjects, readLog, stopExecution } from '../protocol/requests.ts';
import { answer, requireTrust } from './answer.ts';
import type { Handler } from './context.ts';
import { createLogReaders } from './logReader.ts';
import { toWireExecution } from './toWire.ts';

export const executionsHandler: Handler = {
  register(connection, context) {
    const { app } = context;
    const logs = createLogReaders((id, signal) =>
      executionLogs(app(), executionNamed(app().registry, id), { follow: true, watched: true, signal }),
    );
    answer(connection, listProjects, () =>
      app()
        .registry.executions.projects()
        .map(({ name }) => name),
    );
    answer(connection, listExecutions, ({ project, before, limit }) => {
      const query = { ...(project === undefined ? {} : { project }), ...(before === undefined ? {} : { before }) };
      const found = app().registry.executions.list({ ...query, limit: limit + 1 });
      return { executions: found.slice(0, limit).map(toWireExecution), more: found.length > limit };
    });
    answer(connection, readLog, ({ id, offset }) => logs.read(id, offset));
    answer(connection, stopExecution, async ({ id }) => {
      requireTrust(context.client);
      const { project, number } = executionNamed(app().registry, id);
      await context.runJob('stop', { project, number });
      context.poll();
      return null;
    });
    return () => logs.close();
  },
};
