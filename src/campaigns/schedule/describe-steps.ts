import { renderCommand } from '../../pipeline/render-command.ts';
import type { Platform } from '../../recipe/schema.ts';
import type { SchedulerStep } from '../../system/scheduler-steps.ts';

/** What a person would write and type: nothing else is done. */
export function describeSteps(steps: readonly SchedulerStep[], platform: Platform): string {
  return steps.map((step) => describeStep(step, platform)).join('\n');
}

function describeStep(step: SchedulerStep, platform: Platform): string {
  switch (step.does) {
    case 'write':
      return `==> write ${step.path}\n${textOf(step.content)}`;
    case 'remove':
      return `==> remove ${step.path}\n`;
    case 'run': {
      const line = renderCommand(step.argv, {}, platform).join('\n');
      if (step.input === undefined) return `==> run ${line}\n`;
      return `==> run ${line}\n    and give it\n${textOf(step.input)}`;
    }
  }
}

/** Tasks of Windows are UTF-16, all else is UTF-8. */
function textOf(content: Buffer): string {
  const wide = content[0] === 0xff && content[1] === 0xfe;
  const text = wide ? content.toString('utf16le', 2) : content.toString('utf8');
  return text.replaceAll('\r\n', '\n');
}
