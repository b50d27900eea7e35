from distutils.core import Extension, setup

setup(
    name='mini_numpy',
    version='1.0',
    ext_modules=[Extension('mini_numpy._umath', sources=['umath/ufunc.c', 'umath/internal.c'])],
)
