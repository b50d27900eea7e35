# The loop of loop.py behind a stop: prints its process id and waits until a debugger is attached.
# By hand: run it, attach (WinDbg: File, Attach; gdb: gdb -p PID), set breakpoints, continue.
# The file is not called pdb.py, because "import pdb" anywhere would then import it.
import ctypes
import gc
import os
import sys
import time
import warnings
import numpy as np


def is_debugged():
    if sys.platform == "win32":
        return ctypes.windll.kernel32.IsDebuggerPresent() != 0
    with open("/proc/self/status") as status:
        return "\nTracerPid:\t0\n" not in status.read()


print("attach a debugger to process %d, then let it continue" % os.getpid())
if sys.platform == "darwin":
    input("press Enter when it is attached: ")
else:
    while not is_debugged():
        time.sleep(0.1)
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
