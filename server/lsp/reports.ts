/** Diagnostics under result ids: the same id for as long as the same would be said again. */
import { randomUUID } from 'node:crypto';
import type { Diagnostic } from 'vscode-languageserver';
import { diagnose } from '../language/diagnostics.ts';
import type { LanguageContext, Project, SourceFile } from '../language/project.ts';
import type { ProjectFolder, Question } from '../projectFolder.ts';
import type { Declared } from './declared.ts';

export interface Asked {
  uri: string;
  /** Another text whenever the document itself, the registry or the settings are others. */
  stamp: string;
  /** Read only when there is something new to say. */
  file(): SourceFile | undefined;
  context: LanguageContext;
  /** The id of what the client has. */
  previous: string | undefined;
}

export interface Report {
  resultId: string;
  /** Nothing when the client has them. */
  items: Diagnostic[] | undefined;
}

export interface Reports {
  report(asked: Asked): Report;
  forget(uri: string): void;
}

/**
 * What the judgement of a document asked of other files is remembered with it, so that an edit elsewhere counts only when
 * it would have been answered differently.
 */
export function createReports(project: ProjectFolder, declared: Declared): Reports {
  const told = new Map<string, Told>();
  // ids of a server that was restarted mean nothing here
  const session = randomUUID();
  let next = 0;
  const isSame = (answer: Answer): boolean => {
    const stamp = project.stampOf(answer.question, answer.uri);
    if (answer.stamp === stamp) return true;
    answer.stamp = stamp;
    return answer.declared === declared(project[answer.question](answer.uri));
  };
  return {
    report({ uri, stamp, file, context, previous }) {
      const before = told.get(uri);
      if (before && before.resultId === previous && before.stamp === stamp && before.answers?.every(isSame)) {
        return { resultId: before.resultId, items: undefined };
      }
      const { remembering, answers } = remembered(project, declared);
      const read = file();
      const items = read ? diagnose(read, { ...context, project: remembering }) : [];
      const resultId = `${session}/${next++}`;
      told.set(uri, { resultId, stamp, answers: answers() });
      return { resultId, items };
    },
    forget: (uri) => told.delete(uri),
  };
}

interface Told {
  resultId: string;
  stamp: string;
  /** Nothing when everything was asked for: then any change counts. */
  answers: readonly Answer[] | undefined;
}

/** What was answered to a question about another file. */
interface Answer {
  question: Question;
  uri: string;
  /** As of which `declared` is known. */
  stamp: string;
  declared: string;
}

/** A project that writes down what it is asked. */
function remembered(project: ProjectFolder, declared: Declared): { remembering: Project; answers(): Answer[] | undefined } {
  const answers = new Map<string, Answer>();
  let askedForAll = false;
  const ask = (question: Question, uri: string) => {
    const file = project[question](uri);
    const key = `${question} ${uri}`;
    if (!answers.has(key)) answers.set(key, { question, uri, stamp: project.stampOf(question, uri), declared: declared(file) });
    return file;
  };
  const remembering: Project = {
    file: (uri) => ask('file', uri),
    pipelineOf: (uri) => ask('pipelineOf', uri),
    files() {
      askedForAll = true;
      return project.files();
    },
  };
  return { remembering, answers: () => (askedForAll ? undefined : [...answers.values()]) };
}
