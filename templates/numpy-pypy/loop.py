import gc
import warnings
import numpy as np
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

# The loop of 2021, rebuilt from the NumPy test that it was cut from: "Writing to a broadcasted array
# with overlap should warn", numpy/core/tests/test_ufunc.py of v1.21.0. Each print names its own line,
# so this text is at the end and nothing may be put above it.
#
# Filled in by winrepro, so that no variant moves a line:
#   before     empty; u.flags.writeable = True takes the overlap warning away
#   operation  u += v
#   after      empty; gc.collect() collects at the end of every turn
