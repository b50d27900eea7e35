# link.exe as a Windows program sees it: mingw's linker behind the options of MSVC's that distutils gives.
. "$(dirname "$0")/common.sh"

symbols=-s
# shellcheck disable=SC2086 # several options
set -- "$@" $WIN__LINK_
for argument; do
  shift
  case $argument in
    /nologo | /INCREMENTAL:NO | /LTCG) continue ;;
    /DEBUG) symbols=-g ;;
    /OPT:REF,ICF) set -- "$@" -Wl,--gc-sections ;;
    /DLL) set -- "$@" -shared ;;
    /OUT:*) set -- "$@" -o "$(unix_path "${argument#/OUT:}")" ;;
    *.obj) set -- "$@" "$(unix_path "$argument")" ;;
    *)
      echo "LINK : fatal error LNK1117: syntax error in option '$argument'"
      exit 1
      ;;
  esac
done
if [ -z "$WIN_LIB" ]; then
  echo "LINK : fatal error LNK1104: cannot open file 'kernel32.lib'"
  exit 1
fi
LC_ALL=C exec "${WINREPRO_MINGW_GCC:-x86_64-w64-mingw32-gcc}" "$symbols" "$@"
