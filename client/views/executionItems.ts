/** How projects and executions look in their tree. */
import * as vscode from 'vscode';
import type { WireExecution } from '../../server/protocol/wire.ts';
import { age, duration } from '../../server/protocol/words.ts';
import { moment, plain } from '../formats.ts';
import { card } from './card.ts';
import { type ExecutionNode, isRunning, type TreeNode } from './nodes.ts';
import { commonItem } from './tree.ts';

export function executionItem(node: TreeNode): vscode.TreeItem {
  if (node.type === 'execution') return itemOfExecution(node);
  if (node.type !== 'project') return commonItem(node);
  const item = new vscode.TreeItem(node.project, vscode.TreeItemCollapsibleState.Expanded);
  item.id = node.id;
  item.iconPath = new vscode.ThemeIcon('repo');
  item.contextValue = 'project';
  item.accessibilityInformation = { label: `project ${node.project}` };
  return item;
}

/** Seconds that an execution took, or has taken so far. */
export function secondsOf(execution: WireExecution, now: number): number | undefined {
  if (execution.duration !== undefined) return execution.duration;
  if (!execution.startedAt) return undefined;
  const end = execution.endedAt ? Date.parse(execution.endedAt) : now;
  // whole seconds while it runs: tenths would only flicker
  return isRunning(execution) ? Math.floor((end - Date.parse(execution.startedAt)) / 1000) : (end - Date.parse(execution.startedAt)) / 1000;
}

function itemOfExecution(node: ExecutionNode): vscode.TreeItem {
  const { execution } = node;
  const item = new vscode.TreeItem(`#${execution.number} ${execution.step}`);
  const seconds = secondsOf(execution, Date.now());
  const facts = [
    ...(execution.status === 'complete' || execution.status === 'started' ? [] : [execution.status]),
    ...(seconds === undefined ? [] : [duration(seconds)]),
    ...(isRunning(execution) ? [] : [age(execution.createdAt, Date.now())]),
  ];
  item.id = node.id;
  item.description = facts.join(' · ');
  item.iconPath = icons[execution.status]();
  item.contextValue = isRunning(execution) ? 'execution.running' : 'execution.ended';
  item.tooltip = executionCard(execution, seconds);
  item.command = { title: 'Show Log', command: 'datapin.showLog', arguments: [node] };
  item.accessibilityInformation = { label: `execution ${execution.number}, ${execution.step}, ${execution.status}, ${facts.join(', ')}` };
  return item;
}

function executionCard(execution: WireExecution, seconds: number | undefined): vscode.MarkdownString {
  const pairs = (record: Record<string, unknown>) =>
    Object.entries(record)
      .map(([name, value]) => `${name} = ${plain(value)}`)
      .join(', ');
  return card(
    `${execution.id} ${execution.step}`,
    [
      ['Status', execution.exitCode ? `${execution.status}, exit code ${execution.exitCode}` : execution.status],
      ['Message', execution.message],
      ['Created', `${moment(execution.createdAt)} by ${execution.createdBy}`],
      ['Took', seconds === undefined ? undefined : duration(seconds)],
      ['Cost', execution.cost ? String(Number(execution.cost.toPrecision(5))) : undefined],
      ['Inputs', execution.inputs.map(({ input, ref }) => `${input} = ${ref}`).join(', ')],
      ['Parameters', pairs(execution.parameters)],
      ['Outputs', execution.outputs.join(', ')],
      ['Metadata', pairs(execution.metadata)],
      ['Commit', execution.commit && `${execution.commit.slice(0, 12)}${execution.dirty ? ', with changes' : ''}`],
      ['Image', execution.image],
    ],
    execution.command,
  );
}

const themed = (name: string, colour?: string) => () => new vscode.ThemeIcon(name, colour ? new vscode.ThemeColor(colour) : undefined);

const icons: Record<WireExecution['status'], () => vscode.ThemeIcon> = {
  created: themed('circle-outline'),
  queued: themed('clock'),
  started: themed('loading~spin'),
  stopping: themed('loading~spin'),
  complete: themed('pass', 'testing.iconPassed'),
  error: themed('error', 'testing.iconFailed'),
  crashed: themed('warning', 'testing.iconFailed'),
  stopped: themed('circle-slash'),
};
