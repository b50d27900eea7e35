# gcc.exe as a Windows program sees it: Debian's mingw cross compiler with its paths mapped, so that
# what it builds are Windows programs. Its answers (--version, -dumpmachine) are mingw's own.
. "$(dirname "$0")/common.sh"
. "$(dirname "$0")/compiler-arguments.sh"

# LC_ALL: messages quote with ', as gcc does on Windows.
LC_ALL=C "${WINREPRO_MINGW_GCC:-x86_64-w64-mingw32-gcc}" "$@"
status=$?
# shellcheck disable=SC2086 # a list of mktemp names, which hold no spaces
[ -z "$responses" ] || rm -f $responses
exit $status
