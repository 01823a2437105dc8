/** What a room in engines/ offers: a place where a job runs. A local process is a cluster of one. */

/** Everything an engine must know to run one execution; written down before it is submitted. */
export interface Job {
  /** `project:number`, for messages and names. */
  execution: string;
  /** Folder of this run: `config/`, `inputs/`, `outputs/`, `log.jsonl`, `job.json`, `status.json`. */
  folder: string;
  /** Where the command is run: the project's root. */
  cwd: string;
  /** One shell command a line, parameters already filled in. */
  command: string;
  /** Added to the environment of the command. */
  env: Record<string, string>;
  image: string | undefined;
}

/** Where a job stands. An engine that lost sight of a job says `lost`, not `error`. */
export type JobState =
  | { state: 'queued' | 'running' | 'stopping' }
  | { state: 'ended'; exitCode: number | undefined; signal?: string | undefined; endedAt: string; startedAt?: string | undefined }
  | { state: 'lost'; reason: string };

/** One line a job wrote. */
export interface LogLine {
  /** ISO 8601, UTC. */
  time: string;
  stream: 'stdout' | 'stderr' | 'status';
  text: string;
}

/** The handle is a string in the registry, so that any process may watch, finish or cancel the job. */
export interface Engine {
  readonly id: string;
  submit(job: Job): Promise<string>;
  inspect(handle: string): Promise<JobState>;
  cancel(handle: string): Promise<void>;
  /** Lines from the beginning; with `follow` until the job has ended. */
  logs(handle: string, options?: { follow?: boolean; signal?: AbortSignal }): AsyncIterable<LogLine>;
}
