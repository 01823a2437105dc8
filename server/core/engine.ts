/** What a room in engines/ offers: a place where a job runs. A local process is a cluster of one. */

/** Everything an engine must know to run one execution; written down before it is submitted. */
export interface Job {
  /** `project:number`, for messages and names. */
  execution: string;
  /** Folder of this run: `config/`, `inputs/`, `outputs/`, `log.jsonl`, `job.json`, `status.json`. */
  folder: string;
  /** Where the command is run: the project's root. */
  cwd: string;
  /** A script for `sh`, or for the program that its first line names; parameters already filled in. */
  command: string;
  /** Added to the environment of the command. */
  env: Record<string, string>;
  image: string | undefined;
}

/** Where a job stands. An engine that lost sight of a job says `lost`, not `error`. */
export type JobState =
  | { state: 'queued' | 'running' | 'stopping'; startedAt?: string | undefined }
  | {
      state: 'ended';
      exitCode: number | undefined;
      signal?: string | undefined;
      /** It was asked to end before it did. */
      stopped?: boolean | undefined;
      endedAt: string;
      startedAt?: string | undefined;
    }
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
  /**
   * Before the job can begin, its handle stands in the file `handle` of its folder: a submitter that is killed right
   * here leaves a job that others can find. Throws `engine.start`.
   */
  submit(job: Job): Promise<string>;
  inspect(handle: string): Promise<JobState>;
  /** Asks the job to end, and makes it when it does not. Asked again, it ends at once; of a lost job, what is left is ended. */
  cancel(handle: string): Promise<void>;
  /** Lines from the beginning; with `follow` until the job has ended. */
  logs(handle: string, options?: { follow?: boolean; signal?: AbortSignal }): AsyncIterable<LogLine>;
}
