/** Ways to inputs and parameters that cannot be followed. In doubt there is one. */
import type { SyntaxNode } from '@lezer/common';
import { noFacts, type Opaque } from './facts.ts';
import { dottedName } from './names.ts';
import type { Survey } from './survey.ts';
import { isBinding, occurrencesOf } from './values.ts';

export interface Reach {
  opaque: Opaque;
  /** Whether a name for `valohai` or a part of it also stands for other things: then no call through it says anything. */
  shadowed: boolean;
}

export function readReach(survey: Survey): Reach {
  const reach: Reach = { opaque: { ...noFacts.opaque }, shadowed: false };
  const { source, imports } = survey;
  if (startsOthers.test(source)) setAll(reach);
  if (parsesArguments.test(source)) reach.opaque.parameters = true;
  addStrings(survey, reach);
  if (!source.includes('valohai')) return reach;
  const aliases = [...imports].filter(([, name]) => /^valohai(?:\.|$)/.test(name)).map(([alias]) => alias);
  if (!imports.has('valohai')) aliases.push('valohai');
  for (const alias of aliases) {
    if (alias === '*') addName('valohai', reach);
    else for (const node of occurrencesOf(alias, survey)) addOccurrence(node, survey, reach);
  }
  return reach;
}

/** Other programs and modules that a search cannot name; also in comments, for it costs little to be careful. */
const startsOthers =
  /\b(?:subprocess|runpy|importlib|multiprocessing\.Process|sys\.path)\b|\bos\.(?:system|popen|exec|spawn)|(?<![.\w])(?:exec|eval|__import__)\(/;

const parsesArguments = /\b(?:argparse|argv|click|typer|fire|hydra|absl|docopt|configargparse|jsonargparse|papermill)\b/;

/** Folders and files of inputs and parameters, and the variables that name them. */
const places = /\/inputs|inputs\/|inputs\.json|parameters\.json|VH_(?!OUTPUTS)\w*|\/valohai(?!\/(?:inputs|outputs|repository))/g;

function addStrings({ source, strings }: Survey, reach: Reach): void {
  let next = 0;
  for (const { 0: place, index } of source.matchAll(places)) {
    while (next < strings.length && strings[next]!.to <= index) next++;
    const around = strings[next];
    if (!around || around.from > index) continue;
    if (/inputs|INPUTS/.test(place)) reach.opaque.inputs = true;
    else if (place === 'parameters.json') reach.opaque.parameters = true;
    else setAll(reach);
  }
}

/** What the name says of itself, with the attribute behind it. */
function addOccurrence(node: SyntaxNode, { source, imports }: Survey, reach: Reach): void {
  if (node.parent?.name === 'ImportStatement') return;
  if (isBinding(node)) {
    // `valohai = None` where there is none to import
    if (node.parent?.name === 'AssignStatement' && node.parent.lastChild?.name === 'None') return;
    reach.shadowed = reach.opaque.prepares = true;
    setAll(reach);
    return;
  }
  let chain = node;
  while (chain.parent?.name === 'MemberExpression' && chain.parent.firstChild?.from === chain.from) {
    if (isExport(dottedName(chain, source, imports)) || chain.parent.lastChild?.name !== 'PropertyName') break;
    chain = chain.parent;
  }
  const isCalled = chain.parent?.name === 'CallExpression' && chain.parent.firstChild?.from === chain.from;
  const name = dottedName(chain, source, imports) ?? 'valohai';
  if (!isCalled || !followed.has(name)) addName(name, reach);
}

const followed: ReadonlySet<string> = new Set(['valohai.inputs', 'valohai.parameters', 'valohai.prepare']);

function isExport(name: string | undefined): boolean {
  return name !== undefined && /^valohai\.\w+$/.test(name);
}

/** What has nothing to do with inputs and parameters. */
const harmless =
  /^valohai\.(?:outputs|logger|metadata|output_properties|execution|distributed|triggers|set_status_detail|Pipeline|__version__)(?:\.|$)/;

function addName(name: string, reach: Reach): void {
  if (harmless.test(name)) return;
  if (name === 'valohai.inputs') reach.opaque.inputs = true;
  else if (name === 'valohai.parameters') reach.opaque.parameters = true;
  else {
    reach.opaque.prepares = true;
    setAll(reach);
  }
}

function setAll({ opaque }: Reach): void {
  opaque.inputs = true;
  opaque.parameters = true;
}
