/** The graph around a version or an execution. */
import { lineageGraph } from '../core/lineage.ts';
import { getLineage } from '../protocol/requests.ts';
import { answer } from './answer.ts';
import type { Handler } from './context.ts';
import { toWireLineage } from './toWire.ts';

export const lineageHandler: Handler = {
  register(connection, { app }) {
    answer(connection, getLineage, (query) => toWireLineage(lineageGraph(app().registry, query)));
  },
};
