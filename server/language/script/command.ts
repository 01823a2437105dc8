/** What one simple command runs. */

export type Ran =
  /** Paths of one script, the likeliest first; none for a command that has nothing to do with the inputs of a step. */
  | { paths: string[] }
  /** A folder to go to. */
  | { cd: string }
  | 'unknown';

const nothing: Ran = { paths: [] };

export function scriptIn(words: readonly string[]): Ran {
  const [program = '', ...args] = words;
  // `NAME=value program …`
  if (/^[A-Za-z_]\w*=/.test(program)) return /^PYTHONPATH=/.test(program) ? 'unknown' : args.length > 0 ? scriptIn(args) : nothing;
  const name = program.split('/').at(-1)!;
  if (/^python[\d.]*$/.test(name)) return pythonScript(args);
  if (isScript(program)) return { paths: [program] };
  if (name === 'cd') return args.length === 1 && !/[$~{]|^-/.test(args[0]!) ? { cd: args[0]! } : 'unknown';
  if (name === 'export') return args.some((arg) => /^PYTHONPATH\b/.test(arg)) ? 'unknown' : nothing;
  if (prefixes.has(name)) return scriptIn(args);
  const runner = runners[name];
  if (runner) return runner(args);
  return harmless.has(name) ? nothing : 'unknown';
}

/** Programs that only run what stands behind them. */
const prefixes: ReadonlySet<string> = new Set(['exec', 'time', 'nohup', 'command']);

/** Programs that prepare a run, and read no input. */
const harmless: ReadonlySet<string> = new Set([
  ...['pip', 'pip3', 'apt', 'apt-get', 'apk', 'echo', 'printf', 'mkdir', 'ls', 'pwd', 'set', 'nvidia-smi', 'true', ':'],
  ...['date', 'sleep', 'which', 'whoami', 'hostname', 'df', 'free', 'chmod', 'touch', 'uname', 'nproc', 'ulimit', 'exit'],
]);

const runners: Readonly<Record<string, (args: readonly string[]) => Ran>> = {
  papermill: firstScript,
  torchrun: firstScript,
  deepspeed: firstScript,
  horovodrun: firstScript,
  ipython: firstScript,
  accelerate: ([first, ...args]) => (first === 'launch' ? firstScript(args) : 'unknown'),
  jupyter: ([first, ...args]) => (first === 'nbconvert' || first === 'execute' ? firstScript(args) : 'unknown'),
  conda: outsideRun,
  mamba: outsideRun,
  poetry: afterRun,
  pipenv: afterRun,
  uv: ([first, ...args]) => (first === 'pip' || first === 'sync' ? nothing : afterRun([first ?? '', ...args])),
};

function afterRun([first, ...args]: readonly string[]): Ran {
  if (first === 'install') return nothing;
  return first === 'run' && !args[0]?.startsWith('-') ? scriptIn(args) : 'unknown';
}

function outsideRun([first]: readonly string[]): Ran {
  return first === 'run' ? 'unknown' : nothing;
}

/** Options of Python that are followed by a value. */
const valued: ReadonlySet<string> = new Set(['-W', '-X', '--check-hash-based-pycs']);

function pythonScript(args: readonly string[]): Ran {
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!;
    if (arg === '-m') return moduleScript(args.slice(i + 1));
    if (arg === '--version' || arg === '-V' || arg === '-VV') return nothing;
    if (valued.has(arg)) i++;
    else if (!arg.startsWith('-')) return /[<>]/.test(arg) ? 'unknown' : { paths: [arg] };
    else if (!/^-[bBdEhiIOPqsSuvWxX]/.test(arg)) return 'unknown';
  }
  return 'unknown';
}

/** Modules that run the script behind them. */
const launchers = /^(?:torch\.distributed\.(?:launch|run)|accelerate\.commands\.launch|papermill|cProfile|coverage|debugpy|ipykernel)$/;

function moduleScript([module = '', ...args]: readonly string[]): Ran {
  if (/^(?:pip|venv|ensurepip|compileall)$/.test(module)) return nothing;
  if (launchers.test(module)) return firstScript(args);
  if (!/^[\p{L}\p{N}_.]+$/u.test(module)) return 'unknown';
  const path = module.replaceAll('.', '/');
  return { paths: [`${path}.py`, `${path}/__main__.py`] };
}

function firstScript(args: readonly string[]): Ran {
  const script = args.find((arg) => !arg.startsWith('-') && isScript(arg));
  return script ? { paths: [script] } : 'unknown';
}

function isScript(word: string): boolean {
  return /\.(?:py|ipynb)$/.test(word);
}
