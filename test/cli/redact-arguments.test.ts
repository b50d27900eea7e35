import { describe, expect, it } from 'vitest';
import { redactAddress, redactArguments } from '../../src/cli/redact-arguments.ts';

describe('redactArguments', () => {
  it.each([
    [
      ['stress', '--notify', 'https://hooks.example.org/services/T0/SECRET', '--jobs', '2'],
      ['stress', '--notify', 'https://hooks.example.org/…', '--jobs', '2'],
    ],
    [['--notify=https://h.org:8443/?token=SECRET=='], ['--notify=https://h.org:8443/…']],
    [
      ['--queue', 'redis://user:SECRET@host:6379'],
      ['--queue', 'redis://…@host:6379'],
    ],
    [['--queue=rediss://:SECRET@host:6379/1'], ['--queue=rediss://…@host:6379/…']],
    [
      ['schedule', 'add', '--', '--notify', 'https://h.org/SECRET'],
      ['schedule', 'add', '--', '--notify', 'https://h.org/…'],
    ],
    [['--notify'], ['--notify']],
    [
      ['run', 'https://h.org/x', '--source=https://h.org/x'],
      ['run', 'https://h.org/x', '--source=https://h.org/x'],
    ],
  ])('%j', (given, expected) => {
    expect(redactArguments(given)).toEqual(expected);
  });
});

describe('redactAddress', () => {
  it.each([
    ['https://h.org', 'https://h.org'],
    ['https://h.org/', 'https://h.org'],
    ['https://u:SECRET@h.org#SECRET', 'https://…@h.org/…'],
    ['redis://u:SEC@RET@host', 'redis://…@host'],
    ['redis://u:SEC/RET@host', 'redis://…'],
    ['redis://u:SEC#RET@host', 'redis://…'],
    ['SECRET', '…'],
    ['file:///SECRET', '…'],
    ['', '…'],
  ])('%s', (given, expected) => {
    expect(redactAddress(given)).toBe(expected);
  });
});
