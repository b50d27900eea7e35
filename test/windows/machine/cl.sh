# cl.exe as a Windows program sees it: Debian's mingw cross compiler behind the options of cl that
# distutils gives. It is no MSVC: only its command line and its words are.
. "$(dirname "$0")/common.sh"

if [ $# = 0 ]; then
  toolset=$(basename "$(realpath "$(dirname "$0")/../../..")")
  echo "Microsoft (R) C/C++ Optimizing Compiler Version 19.${toolset#14.} for x64" >&2
  echo 'Copyright (C) Microsoft Corporation.  All rights reserved.' >&2
  echo 'usage: cl [ option... ] filename... [ /link linkoption... ]'
  exit 0
fi
# Held open by the tests that kill what waits for it.
while [ -e "$(dirname "$0")/hold" ]; do sleep 0.05; done

# shellcheck disable=SC2086 # several options
set -- "$@" $WIN__CL_
for argument; do
  shift
  case $argument in
    # No -flto for /GL: with it, mingw's gcc loses the symbols of /Zi.
    /nologo | /W3 | /MD | /GL) continue ;;
    /c) set -- "$@" -c ;;
    /O2 | /Ox) set -- "$@" -O2 ;;
    /Od) set -- "$@" -O0 ;;
    /Zi | /Z7) set -- "$@" -g ;;
    /D?*) set -- "$@" "-D${argument#/D}" ;;
    /Tc?*)
      source=$(unix_path "${argument#/Tc}")
      set -- "$@" "$source"
      ;;
    /Fo?*) set -- "$@" -o "$(unix_path "${argument#/Fo}")" ;;
    *)
      echo "cl : Command line error D8021 : invalid argument '$argument'"
      exit 2
      ;;
  esac
done
basename "$source"
# What vcvarsall.bat sets; without it the real one finds no header either.
if [ -z "$WIN_INCLUDE" ]; then
  echo "$source(1): fatal error C1034: stdint.h: no include path set"
  exit 2
fi
LC_ALL=C exec "${WINREPRO_MINGW_GCC:-x86_64-w64-mingw32-gcc}" "$@"
