"""The two lists that winrepro edits, in the shape that PyPy 3.7 ships (facts, windows-numpy-pypy.md 3.1)."""


class MSVCCompiler:
    def initialize(self):
        self.compile_options = [
            '/nologo', '/Ox', '/W3', '/GL', '/DNDEBUG', '/MD'
        ]
        self.compile_options_debug = [
            '/nologo', '/Od', '/MDd', '/Zi', '/W3', '/D_DEBUG'
        ]
        ldflags = [
            '/nologo', '/INCREMENTAL:NO', '/LTCG'
        ]
        ldflags_debug = [
            '/nologo', '/INCREMENTAL:NO', '/LTCG', '/DEBUG:FULL'
        ]
        self.ldflags_shared = [*ldflags, '/DLL']
        self.ldflags_shared_debug = [*ldflags_debug, '/DLL']
