# clang.exe as a Windows program sees it: Linux's clang, building for Windows with mingw's headers and
# libraries, whose libgcc it does not find by itself where Debian has them.
. "$(dirname "$0")/common.sh"
. "$(dirname "$0")/compiler-arguments.sh"

libgcc=$("${WINREPRO_MINGW_GCC:-x86_64-w64-mingw32-gcc}" -print-libgcc-file-name)
LC_ALL=C clang --target=x86_64-w64-mingw32 -L"$(dirname "$libgcc")" "$@"
status=$?
# shellcheck disable=SC2086 # a list of mktemp names, which hold no spaces
[ -z "$responses" ] || rm -f $responses
exit $status
