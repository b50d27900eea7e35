/*
 * bcryptprimitives.dll: Wine 8 has none, so every native Node module built by Rust (rolldown,
 * lightningcss: vitest needs both) fails to load with "Module not found". They want one function,
 * which Wine has under the name advapi32 gave it.
 */
#define WIN32_LEAN_AND_MEAN
#include <windows.h>

BOOLEAN NTAPI SystemFunction036(PVOID buffer, ULONG length); /* RtlGenRandom */

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE buffer, SIZE_T length) {
  return SystemFunction036(buffer, (ULONG)length);
}
