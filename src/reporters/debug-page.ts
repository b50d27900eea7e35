import type { CrashReport, CrashScene } from '../records/crash-report.ts';
import type { DebugResult } from '../records/debug-result.ts';
import { crashFacts, crashHeadline, frameText } from './crash-report-text.ts';
import { debugFacts, debugHeadline } from './debug-text.ts';
import { fileLink } from './html/file-link.ts';
import { html, type Html } from './html/html.ts';
import { page } from './html/page.ts';
import { chip, factList, plainList, table } from './html/table.ts';

/** A debug session as a page of HTML, in one file without a script; links lead to files beside it. */
export function debugPage(result: DebugResult): string {
  const { recipe, title, crash } = result;
  return page(
    `${recipe}: ${title}`,
    html`<header>
        <h1>${recipe}: ${title}</h1>
        <p class="headline">${crash === null ? debugHeadline(result) : crashHeadline(crash)}</p>
        ${plainList(debugFacts(result).map((fact) => fact.trim().replaceAll(/ {2,}/g, ': ')))}
      </header>
      <main>${crash === null ? null : crashSections(crash)} ${filesSection(result)}</main>
      <footer>
        winrepro ${result.winrepro}, debug session ${result.session}, seed ${result.seed}.
      </footer>`,
  );
}

function crashSections(report: CrashReport): readonly Html[] {
  const { crash, findings, gaps } = report;
  return [
    html`<section>
      <h2>What stands out</h2>
      ${plainList(findings) ?? html`<p class="soft">Nothing that winrepro looks for.</p>`}
      ${plainList(gaps.map((gap) => `Not known: ${gap}`))}
      ${factList(crashFacts(report).map((fact) => splitFact(fact)))}
    </section>`,
    stackSection(crash),
    ...(crash.expressions.length === 0 ? [] : [askedSection(crash)]),
    codeSection(crash),
    registerSection(crash),
    moduleSection(crash),
  ];
}

/** `signature   SIGSEGV after 14`: a word, and what it stands for. */
function splitFact(fact: string): readonly [string, string] {
  const [, word = 'Trial', rest = fact] = /^(\w+) {2,}(.*)$/.exec(fact) ?? [];
  return [word, rest];
}

function stackSection({ frames }: CrashScene): Html {
  return html`<section>
    <h2>Stack</h2>
    ${table(
      'The innermost function first',
      [
        { heading: '#' },
        { heading: 'function', kind: 'words' },
        { heading: 'arguments', kind: 'words' },
      ],
      frames.map((frame, index) => [
        `${index}`,
        html`<code>${frameText(frame)}</code>`,
        frame.arguments.map(({ name, value }) => `${name} = ${value ?? 'not known'}`).join(', '),
      ]),
    )}
  </section>`;
}

function askedSection({ expressions }: CrashScene): Html {
  return html`<section>
    <h2>Asked</h2>
    ${table(
      'What the recipe asks of a debugger',
      [{ heading: 'expression' }, { heading: 'function' }, { heading: 'value', kind: 'words' }],
      expressions.map(({ expression, function: name, value, problem }) => [
        html`<code>${expression}</code>`,
        name,
        value === null ? `not known: ${problem ?? ''}` : html`<code>${value}</code>`,
      ]),
    )}
  </section>`;
}

function codeSection({ disassembly }: CrashScene): Html {
  return html`<section>
    <h2>Code</h2>
    ${table(
      'Around the instruction that faulted',
      [
        { heading: 'address' },
        { heading: 'place', kind: 'words' },
        { heading: 'instruction', kind: 'words' },
      ],
      disassembly.map(({ address, place, text, faulting }) => [
        html`<code>${address}</code>`,
        place ?? '',
        html`<code>${text}</code> ${faulting ? chip('bad', 'faulted') : null}`,
      ]),
    )}
  </section>`;
}

function registerSection({ registers, xmm }: CrashScene): Html {
  return html`<section>
    <h2>Registers</h2>
    ${table(
      'General registers and flags',
      [{ heading: 'register' }, { heading: 'value' }],
      Object.entries(registers).map(([name, value]) => [name, html`<code>${value}</code>`]),
    )}
    ${table(
      'xmm registers: by the convention of Windows x64 a callee restores xmm6 to xmm15',
      [{ heading: 'register' }, { heading: 'low half' }, { heading: 'high half' }],
      Object.entries(xmm).map(([name, { low, high }]) => [
        name,
        html`<code>${low}</code>`,
        html`<code>${high}</code>`,
      ]),
    )}
  </section>`;
}

function moduleSection({ modules }: CrashScene): Html {
  return html`<section>
    <h2>Modules</h2>
    ${table(
      'What was loaded, and where',
      [
        { heading: 'from' },
        { heading: 'to' },
        { heading: 'file', kind: 'words' },
        { heading: 'version' },
      ],
      modules.map(({ name, path, start, end, version }) => [
        html`<code>${start}</code>`,
        html`<code>${end}</code>`,
        path ?? name,
        version ?? '',
      ]),
    )}
  </section>`;
}

function filesSection({ reports, crash }: DebugResult): Html {
  const dump = crash?.files.dump ?? null;
  const seen = crash === null ? [] : [crash.files.log, ...(dump === null ? [] : [dump.file])];
  return html`<section>
    <h2>Files</h2>
    ${plainList(
      [...reports, ...seen, 'debug.json', 'journal.jsonl', 'result.json'].map((path) =>
        fileLink(path),
      ),
    )}
  </section>`;
}
