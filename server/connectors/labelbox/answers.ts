/** Answers to the questions of an ontology: of a whole image, of one object, or below another answer. */
import type { Label } from '../../core/labels.ts';
import { type Fields, listOf, objectOf, objectsOf, textOf } from '../../kit/values.ts';

/** One question with what was answered. */
interface Answered {
  question: string;
  text: string | undefined;
  choices: { name: string; below: Answered[] }[];
  /** Several answers may be right. */
  several: boolean;
}

/** Labels of a whole image: a tag for each answer, which says what the question was. */
export function tagsOf(classifications: readonly Fields[]): Label[] {
  return classifications.map(toAnswered).flatMap(({ question, text, choices }): Label[] => {
    if (text !== undefined) return [{ class: question, shape: { type: 'text', text } }];
    return choices.map(({ name, below }) => ({ class: name, shape: { type: 'tag' }, attributes: { question, ...valuesOf(below) } }));
  });
}

/** Answers about one object, by question; those below another answer by `question/answer/question`. */
export function attributesOf(classifications: unknown): Record<string, unknown> {
  return valuesOf(objectsOf(classifications).map(toAnswered));
}

function valuesOf(answered: readonly Answered[], above = ''): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  for (const { question, text, choices, several } of answered) {
    const key = above + question;
    const names = choices.map(({ name }) => name).sort();
    const value = text ?? (several || names.length > 1 ? names : names[0]);
    if (value !== undefined) found[key] = key in found ? [found[key], value].flat() : value;
    for (const { name, below } of choices) Object.assign(found, valuesOf(below, `${key}/${name}/`));
  }
  return found;
}

/** `radio_answer`, `checklist_answers`, `text_answer`; in the first exports `answer` and `answers`. */
function toAnswered(classification: Fields): Answered {
  const question = nameOf(classification);
  const { text_answer, answer, answers, radio_answer, checklist_answers } = classification;
  const text = typeof answer === 'string' ? answer : (objectOf(text_answer)?.content ?? undefined);
  const list = checklist_answers ?? answers ?? (Array.isArray(answer) ? answer : undefined);
  const one = objectOf(radio_answer) ?? objectOf(answer);
  const chosen = list === undefined ? (one ? [one] : []) : objectsOf(listOf(list));
  return {
    question,
    text: text === undefined ? undefined : String(text),
    several: list !== undefined,
    choices: chosen.map((choice) => ({ name: nameOf(choice), below: objectsOf(choice.classifications).map(toAnswered) })),
  };
}

/** What people see; the machine's name where that is missing. */
export function nameOf({ name, title, value }: Fields): string {
  return textOf(name) ?? textOf(title) ?? textOf(value) ?? '';
}
