# tar.exe, which Windows has from version 10 on, as a Windows program sees it: Linux's tar.
. "$(dirname "$0")/common.sh"

for argument; do
  shift
  set -- "$@" "$(unix_path "$argument")"
done
exec tar "$@"
