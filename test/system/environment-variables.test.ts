import { describe, expect, it } from 'vitest';
import { preparedEnvironment, withVariables } from '../../src/system/environment-variables.ts';

describe('the environment of a toolchain', () => {
  it("has the toolchain's folders before the interpreter's, and both before the rest", () => {
    const inherited = { Path: 'C:\\Git\\usr\\bin;C:\\Windows', TEMP: 'C:\\t' };
    const prepared = {
      PATH: 'C:\\VC\\bin;C:\\Git\\usr\\bin;C:\\Windows',
      INCLUDE: 'C:\\VC\\include',
    };
    expect(preparedEnvironment(inherited, prepared, ['C:\\conda'], 'win32')).toEqual({
      Path: 'C:\\VC\\bin;C:\\conda;C:\\Git\\usr\\bin;C:\\Windows',
      TEMP: 'C:\\t',
      INCLUDE: 'C:\\VC\\include',
    });
  });

  it('is the inherited one where nothing is prepared', () => {
    expect(preparedEnvironment({ PATH: '/bin' }, {}, [], 'linux')).toEqual({ PATH: '/bin' });
    expect(preparedEnvironment({ PATH: '/bin' }, {}, ['/e'], 'linux')).toEqual({ PATH: '/e:/bin' });
  });
});

describe('variables over an environment', () => {
  it('take the place of those of their name, which on Windows may be spelled otherwise', () => {
    const inherited = { Path: 'C:\\Windows', TEMP: 'C:\\t' };
    expect(withVariables(inherited, { PATH: 'C:\\tools' }, [], 'win32')).toEqual({
      PATH: 'C:\\tools',
      TEMP: 'C:\\t',
    });
    expect(withVariables({ Path: 'a' }, { PATH: 'b' }, [], 'linux')).toEqual({
      Path: 'a',
      PATH: 'b',
    });
  });

  it('leave what they do not name, and the folders come first on PATH', () => {
    expect(
      withVariables({ PATH: '/usr/bin', HOME: '/h' }, { A: '1' }, ['/e', '/e/bin'], 'linux'),
    ).toEqual({ PATH: '/e:/e/bin:/usr/bin', HOME: '/h', A: '1' });
    expect(withVariables({ Path: 'C:\\Windows' }, {}, ['C:\\e'], 'win32')).toEqual({
      Path: 'C:\\e;C:\\Windows',
    });
  });

  it('make a PATH where there is none, without an empty folder, which would be the current one', () => {
    expect(withVariables({}, {}, ['/e'], 'linux')).toEqual({ PATH: '/e' });
    expect(withVariables({ PATH: '' }, {}, ['/e'], 'linux')).toEqual({ PATH: '/e' });
  });
});
