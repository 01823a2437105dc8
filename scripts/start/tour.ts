/** What a tour needs. The registry is its own: the user's is never touched. */
export interface Tour {
  workspace: string;
  /** `DATAPIN_HOME` of the tour. */
  registry: string;
  /** Settings and extensions of the editor. */
  editor: string;
  vsix: string;
  say: (line: string) => void;
  /** Aborted by Ctrl-C. */
  signal: AbortSignal;
}
