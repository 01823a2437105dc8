/** Projects and their numbered executions. */
import { dirname, resolve } from 'node:path';
import { DatapinError } from '../errors.ts';
import { type Execution, type ExecutionStatus, executionName, finalStatuses } from '../execution.ts';
import type { ExecutionReference } from '../ref.ts';
import type { TableContext } from './registry.ts';

export interface Project {
  name: string;
  /** Absolute path of its folder. */
  root: string;
}

/** What is known of an execution before it has a number. */
export type ExecutionDraft = Omit<Execution, 'project' | 'number' | 'createdAt' | 'createdBy' | 'folder' | 'status'>;

export interface ExecutionTable {
  projects(): Project[];
  /** The project of a folder; made on first sight, under `name` or the next free `name-2`, `name-3` … */
  ensureProject(root: string, name: string): Project;
  /** Numbers and stores an execution before anything is started. `folder` is told the number. */
  add(project: Project, draft: ExecutionDraft, folder: (number: number) => string): Execution;
  /** Throws `execution.unknown`. */
  get(ref: ExecutionReference): Execution;
  find(ref: ExecutionReference): Execution | undefined;
  /** Newest first; of one project or of all, of one step or of all. */
  list(query?: { project?: string; step?: string; before?: number; limit?: number }): Execution[];
  /** The project of the folder (an absolute path), or of the nearest folder around it that has one. */
  projectAt(folder: string): Project | undefined;
  /** The execution in this row. */
  at(id: number): Execution | undefined;
  /** Executions that have not ended, oldest first. */
  unfinished(): Execution[];
  /**
   * Changes an execution, unless it is already final: the first to end a run wins. Answers what stands afterwards.
   * Project, number and creation are not changed.
   */
  update(ref: Pick<Execution, 'project' | 'number'>, change: Partial<Execution>): Execution;
  id(ref: Pick<Execution, 'project' | 'number'>): number;
}

interface ExecutionRow {
  id: number;
  record: string;
}

export function executionTable(context: TableContext): ExecutionTable {
  const { db } = context;
  const select = 'SELECT e.id, e.record FROM execution e';
  const ofProject = 'e.project_id = (SELECT id FROM project WHERE name = ?)';
  const parse = ({ record }: ExecutionRow) => context.json<Execution>(record);
  const row = (project: string, number: number) =>
    db.prepare<[string, number], ExecutionRow>(`${select} WHERE ${ofProject} AND e.number = ?`).get(project, number);
  const projects = () => db.prepare<[], Project>('SELECT name, root FROM project ORDER BY name').all();

  const find = ({ project, number }: ExecutionReference) => {
    const found =
      number === 'latest'
        ? db.prepare<[string], ExecutionRow>(`${select} WHERE ${ofProject} ORDER BY e.number DESC LIMIT 1`).get(project)
        : row(project, number);
    return found && parse(found);
  };
  const mustFind = (ref: Pick<Execution, 'project' | 'number'>) => {
    const found = row(ref.project, ref.number);
    if (!found) throw unknown(ref);
    return found;
  };

  return {
    projects,
    find,
    get(ref) {
      const found = find(ref);
      if (!found) throw unknown(ref);
      return found;
    },
    ensureProject(root, name) {
      return context.write(() => {
        const known = projects();
        const same = known.find((project) => project.root === root);
        if (same) return same;
        const taken = new Set(known.map((project) => project.name));
        let free = name;
        for (let i = 2; taken.has(free); i++) free = `${name}-${i}`;
        db.prepare('INSERT INTO project (name, root) VALUES (?, ?)').run(free, root);
        return { name: free, root };
      });
    },
    add(project, draft, folder) {
      return context.write(() => {
        const { id } = db.prepare<[string], { id: number }>('SELECT id FROM project WHERE name = ?').get(project.name)!;
        const { last } = db
          .prepare<[number], { last: number | null }>('SELECT max(number) AS last FROM execution WHERE project_id = ?')
          .get(id)!;
        const number = (last ?? 0) + 1;
        const execution: Execution = {
          ...draft,
          project: project.name,
          number,
          status: 'created',
          folder: folder(number),
          createdAt: context.now(),
          createdBy: context.user,
        };
        db.prepare('INSERT INTO execution (project_id, number, status, record) VALUES (?, ?, ?, ?)').run(
          id,
          number,
          execution.status,
          JSON.stringify(execution),
        );
        return execution;
      });
    },
    list({ project, step, before, limit = -1 } = {}) {
      const asked: [where: string, value: string | number | undefined][] = [
        [ofProject, project],
        ['e.step = ?', step],
        ['e.number < ?', before],
      ];
      const given = asked.flatMap(([where, value]) => (value === undefined ? [] : [{ where, value }]));
      const where = given.length > 0 ? `WHERE ${given.map((one) => one.where).join(' AND ')}` : '';
      // In one project the order of numbers is that of rows, and there is an index that gives it.
      const order = project === undefined ? 'e.id' : 'e.number';
      return db
        .prepare<(string | number)[], ExecutionRow>(`${select} ${where} ORDER BY ${order} DESC LIMIT ?`)
        .all(...given.map(({ value }) => value), limit)
        .map(parse);
    },
    projectAt(folder) {
      const find = db.prepare<[string], Project>('SELECT name, root FROM project WHERE root = ?');
      for (let at = resolve(folder); ; at = dirname(at)) {
        const found = find.get(at);
        if (found || at === dirname(at)) return found;
      }
    },
    at(id) {
      const found = db.prepare<[number], ExecutionRow>(`${select} WHERE e.id = ?`).get(id);
      return found && parse(found);
    },
    unfinished() {
      const open: ExecutionStatus[] = ['created', 'queued', 'started', 'stopping'];
      return db
        .prepare<string[], ExecutionRow>(`${select} WHERE e.status IN (${open.map(() => '?').join(', ')}) ORDER BY e.id`)
        .all(...open)
        .map(parse);
    },
    update(ref, change) {
      return context.write(() => {
        const found = mustFind(ref);
        const current = parse(found);
        if (finalStatuses.includes(current.status)) return current;
        const { project, number, createdAt, createdBy } = current;
        const next: Execution = { ...current, ...change, project, number, createdAt, createdBy };
        db.prepare('UPDATE execution SET status = ?, record = ? WHERE id = ?').run(next.status, JSON.stringify(next), found.id);
        return next;
      });
    },
    id: (ref) => mustFind(ref).id,
  };
}

function unknown(ref: ExecutionReference): DatapinError {
  const name = ref.number === 'latest' ? `${ref.project}:latest` : executionName({ project: ref.project, number: ref.number });
  return new DatapinError('execution.unknown', `There is no execution ${name}.`, { hint: 'List them with datapin executions.' });
}
