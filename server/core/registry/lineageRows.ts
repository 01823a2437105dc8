/** What was made from what, as rows; and the graph around a node by walking them. */
import type { LineageEdge } from '../lineage.ts';
import type { TableContext } from './registry.ts';

/** A node's key in the graph: `version:<row id>` or `execution:<row id>`. */
export type NodeKey = `version:${number}` | `execution:${number}`;

export interface LineageTable {
  /** Data flows from source to target. Inside a transaction or on its own; a row that is there is not added twice. */
  add(source: NodeKey, target: NodeKey, role: string): void;
  /** Edges that end (`in`) or begin (`out`) at a node, in the order in which they were made. */
  edges(node: NodeKey, direction: 'in' | 'out'): { source: NodeKey; target: NodeKey; role: string }[];
  all(): { source: NodeKey; target: NodeKey; role: string }[];
  /** `dataset:version` or `project:number` of a node, for people and wires. */
  name(node: NodeKey): string;
}

interface Row {
  source_version_id: number | null;
  source_execution_id: number | null;
  target_version_id: number | null;
  target_execution_id: number | null;
  role: string;
}

export function lineageTable(context: TableContext): LineageTable {
  const { db } = context;
  const columns = 'source_version_id, source_execution_id, target_version_id, target_execution_id, role';
  return {
    add(source, target, role) {
      context.write(() => {
        db.prepare<(number | string | null)[]>(
          `INSERT INTO lineage (${columns}) SELECT ?, ?, ?, ?, ? WHERE NOT EXISTS (
             SELECT 1 FROM lineage WHERE source_version_id IS ? AND source_execution_id IS ? AND target_version_id IS ? AND target_execution_id IS ? AND role = ?)`,
        ).run(
          ...Array.from({ length: 2 }, () => [
            id(source, 'version'),
            id(source, 'execution'),
            id(target, 'version'),
            id(target, 'execution'),
            role,
          ]).flat(),
        );
      });
    },
    edges(node, direction) {
      const [type, key] = split(node);
      const column = `${direction === 'in' ? 'target' : 'source'}_${type}_id`;
      return db.prepare<[number], Row>(`SELECT ${columns} FROM lineage WHERE ${column} = ? ORDER BY rowid`).all(key).map(toEdge);
    },
    all: () => db.prepare<[], Row>(`SELECT ${columns} FROM lineage`).all().map(toEdge),
    name(node) {
      const [type, key] = split(node);
      const sql =
        type === 'version'
          ? "SELECT d.name || ':' || v.name AS name FROM version v JOIN dataset d ON d.id = v.dataset_id WHERE v.id = ?"
          : "SELECT p.name || ':' || e.number AS name FROM execution e JOIN project p ON p.id = e.project_id WHERE e.id = ?";
      return db.prepare<[number], { name: string }>(sql).get(key)!.name;
    },
  };
}

function split(node: NodeKey): ['version' | 'execution', number] {
  const [type, key] = node.split(':') as ['version' | 'execution', string];
  return [type, Number(key)];
}

function id(node: NodeKey, wanted: 'version' | 'execution'): number | null {
  const [type, key] = split(node);
  return type === wanted ? key : null;
}

function toEdge(row: Row): { source: NodeKey; target: NodeKey; role: LineageEdge['role'] } {
  return {
    source: row.source_version_id !== null ? `version:${row.source_version_id}` : `execution:${row.source_execution_id!}`,
    target: row.target_version_id !== null ? `version:${row.target_version_id}` : `execution:${row.target_execution_id!}`,
    role: row.role,
  };
}
