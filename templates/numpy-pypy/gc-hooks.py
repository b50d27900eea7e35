# The loop of loop.py, with a mark for what PyPy's garbage collector has just done: M a minor
# collection, C a step of a major one, F a major one that is complete. With patches/numpy/marks.diff
# NumPy puts "." and X among them, one for each call.
import gc
import os
import sys
import warnings
import numpy as np


class Marks(object):
    def on_gc_minor(self, stats):
        os.write(1, b"M")

    def on_gc_collect_step(self, stats):
        os.write(1, b"C")

    def on_gc_collect(self, stats):
        os.write(1, b"F")


# Under -u a print is four writes, and marks fell between them: "14 2516MM".
sys.stdout = open(1, "w", buffering=1, closefd=False)
gc.hooks.set(Marks())
for i in range({{iterations}}):
    a = np.arange(2)
    b = np.arange(4).reshape((2, 2))
    u, v = np.broadcast_arrays(a, b)
    assert u.strides[0] == 0
    {{before}}
    x = u + v
    print(11)
    with warnings.catch_warnings(record=True) as w:
        warnings.simplefilter("always")
        print(14, i)
        {{operation}}
        print(16)
    {{after}}
print("done")
