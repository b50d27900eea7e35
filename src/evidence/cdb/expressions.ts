import type { DebugExpression } from '../../recipe/evidence-schema.ts';
import type { AskedExpression } from '../../records/crash-report.ts';
import { readCallSite } from './call-site.ts';
import { readStackLine } from './stack-line.ts';

/** How many frames, from the innermost, are searched for the function of an expression. */
export const SEARCHED_FRAMES = 16;

/** The line that the script has printed before it asks in a frame: `frame 3 expression 1`. */
const question = /^frame (\d{1,3}) expression (\d{1,3})\s*$/;

/** An answer of `??` in one frame. */
interface Answer {
  readonly expression: number;
  readonly function: string | null;
  readonly lines: readonly string[];
}

/**
 * Reads the answers to `.frame N` and `?? expression`, which the script asks in every one of the
 * innermost frames, for it cannot know in which of them the function is.
 */
export function readExpressions(
  lines: readonly string[],
  asked: readonly DebugExpression[],
): readonly AskedExpression[] {
  const answers = answersOf(lines);
  return asked.map((wanted, index) => {
    const answer = answers.find(
      ({ expression, function: name }) => expression === index && isFunction(name, wanted.function),
    );
    return { expression: wanted.expression, function: wanted.function, ...valueOf(answer) };
  });
}

function answersOf(lines: readonly string[]): readonly Answer[] {
  const answers: Answer[] = [];
  let open: { frame: number; expression: number; function: string | null; lines: string[] } | null =
    null;
  for (const line of lines) {
    const [, frame, expression] = question.exec(line) ?? [];
    if (frame !== undefined) {
      open = { frame: Number(frame), expression: Number(expression), function: null, lines: [] };
      answers.push(open);
      continue;
    }
    if (open === null) continue;
    const read = readStackLine(line);
    // A frame that does not exist leaves the scope where it was: no answer then.
    if (read?.number === open.frame) {
      open.function = readCallSite(read.site).function;
    } else if (line.trim() !== '') open.lines.push(line);
  }
  return answers;
}

/** cdb may print `ns::f` or a decorated name where the recipe says `f`. */
function isFunction(name: string | null, wanted: string): boolean {
  return name === wanted || name?.endsWith(`::${wanted}`) === true;
}

function valueOf(answer: Answer | undefined): Pick<AskedExpression, 'value' | 'problem'> {
  if (answer === undefined) {
    return {
      value: null,
      problem: `no such function among the innermost ${SEARCHED_FRAMES} frames, or no symbols for it`,
    };
  }
  const said = answer.lines.find((line) => !isNoise(line))?.trim();
  if (said === undefined) return { value: null, problem: 'cdb printed no value' };
  if (/^(?:Couldn't resolve error|Memory (?:access|read) error|.*\berror (?:at|in) )/i.test(said)) {
    return { value: null, problem: `cdb could not evaluate it: ${said}` };
  }
  if (/^<.*>$|value unavailable|optimized away/i.test(said)) {
    return { value: null, problem: `cdb has no value for it: ${said}` };
  }
  return { value: said, problem: null };
}

/** What cdb says of its symbols, and the command that it may repeat, is no answer. */
function isNoise(line: string): boolean {
  return /^\s*(?:\*\*\* |\?\? |\.frame |\.echo |_ _ )|^\s*\^ /.test(line);
}
