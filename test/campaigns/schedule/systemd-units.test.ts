import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAYS } from '../../../src/campaigns/schedule/schedule-time.ts';
import {
  execStart,
  onCalendar,
  serviceUnit,
  timerUnit,
} from '../../../src/campaigns/schedule/systemd-units.ts';
import { entryOf, words } from './entries.ts';

/** systemd.syntax(7) and systemd.service(5) read backwards, for what execStart writes. */
function readCommandLine(line: string): readonly string[] {
  const found = line.match(/"(?:[^"\\]|\\.)*"/g) ?? [];
  expect(found.join(' ')).toBe(line);
  return found.map((word, index) => {
    const plain = word.slice(1, -1).replaceAll(/\\(.)/gu, '$1');
    const lone = index === 0 ? /%(?!%)/ : /[%$](?![%$])/;
    expect(plain.replaceAll(index === 0 ? /%%/g : /%%|\$\$/g, '')).not.toMatch(lone);
    const specified = plain.replaceAll('%%', '%');
    return index === 0 ? specified : specified.replaceAll('$$', '$');
  });
}

describe('the units of systemd', () => {
  it('give every word back that was put into the command line', () => {
    fc.assert(
      fc.property(fc.array(words(true), { minLength: 1, maxLength: 5 }), (argv) => {
        expect(readCommandLine(execStart(argv))).toEqual(argv);
      }),
    );
  });

  it('name the times as systemd.time(7) does', () => {
    const at = { hour: 2, minute: 5 };
    expect(onCalendar({ ...at, every: DAYS })).toBe('*-*-* 02:05:00');
    expect(onCalendar({ ...at, every: ['mon', 'thu'] })).toBe('Mon,Thu *-*-* 02:05:00');
    expect(onCalendar({ ...at, every: 'hour' })).toBe('*-*-* *:05:00');
  });

  it('make up for a night that the machine was off, and hold no limit of time', () => {
    const entry = entryOf(['/usr/bin/node', 'a b']);
    expect(timerUnit(entry)).toContain('\nPersistent=true\n');
    // A service of the type oneshot has no TimeoutStartSec= by default.
    expect(serviceUnit(entry)).toContain('\nType=oneshot\nExecStart="/usr/bin/node" "a b"\n');
  });
});
