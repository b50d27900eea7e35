/* The toy JIT, with the bug of PyPy 7.3.5: it generates clear(start, end), which uses xmm6 to
 * xmm15. The Windows convention makes a function restore those; PyPy's did not, until 7.3.6
 * (pypy/pypy a98dd315f128, "on win64, xmm6-15 are non-volatile").                             */
#include "control.h"

#include <string.h>

enum { FIRST = 6, LAST = 15, CODE_MAX = 512 };

struct code {
    unsigned char bytes[CODE_MAX];
    size_t size;
};

#define EMIT(code, ...)                                   \
    do {                                                  \
        const unsigned char emitted[] = {__VA_ARGS__};    \
        emit(code, emitted, sizeof emitted);              \
    } while (0)

static void emit(struct code *code, const unsigned char *bytes, size_t size)
{
    memcpy(code->bytes + code->size, bytes, size);
    code->size += size;
}

/* movups between xmm and its slot at rsp + 16 * (xmm - 6) */
static void emit_slot(struct code *code, unsigned char opcode, int xmm)
{
    const unsigned char rex = xmm > 7 ? 0x44 : 0x40;
    const unsigned char modrm = (unsigned char)(0x84 | (xmm & 7) << 3);
    const unsigned char offset = (unsigned char)(16 * (xmm - FIRST));
    EMIT(code, rex, 0x0F, opcode, modrm, 0x24, offset, 0, 0, 0);
}

static void emit_save(struct code *code)
{
    int xmm;
    EMIT(code, 0x48, 0x81, 0xEC, 0xA8, 0, 0, 0); /* sub rsp, 168 */
    for (xmm = FIRST; xmm <= LAST; xmm++) {
        emit_slot(code, 0x11, xmm);
    }
}

static void emit_restore(struct code *code)
{
    int xmm;
    for (xmm = FIRST; xmm <= LAST; xmm++) {
        emit_slot(code, 0x10, xmm);
    }
    EMIT(code, 0x48, 0x81, 0xC4, 0xA8, 0, 0, 0); /* add rsp, 168 */
}

static void emit_zero_registers(struct code *code)
{
    int xmm;
    for (xmm = FIRST; xmm <= LAST; xmm++) { /* pxor xmm, xmm */
        const unsigned char rex = xmm > 7 ? 0x45 : 0x40;
        const unsigned char modrm = (unsigned char)(0xC0 | (xmm & 7) * 9);
        EMIT(code, 0x66, rex, 0x0F, 0xEF, modrm);
    }
}

static void emit_clear_loop(struct code *code)
{
    EMIT(code, 0x48, 0x39, 0xD1); /* again: cmp rcx, rdx   (start, end) */
    EMIT(code, 0x73, 0x09);       /*        jae done */
    EMIT(code, 0x0F, 0x11, 0x31); /*        movups [rcx], xmm6 */
    EMIT(code, 0x48, 0x83, 0xC1, 0x10); /*  add rcx, 16 */
    EMIT(code, 0xEB, 0xF2);       /*        jmp again */
}                                 /* done: */

clear_function jit_compile_clear(int preserve_registers)
{
    struct code code = {{0}, 0};
    if (preserve_registers) {
        emit_save(&code);
    }
    emit_zero_registers(&code);
    emit_clear_loop(&code);
    if (preserve_registers) {
        emit_restore(&code);
    }
    EMIT(&code, 0xC3); /* ret */
    return (clear_function)(uintptr_t)os_executable_copy(code.bytes, code.size);
}
