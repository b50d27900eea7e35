# git.exe as a Windows program sees it: Linux's git with its paths mapped, and with the variables that
# Windows programs set for it.
. "$(dirname "$0")/common.sh"

for name in HOME $(env | sed -n 's/^WIN_\(GIT_[A-Z0-9_]*\)=.*/\1/p'); do
  eval "value=\$WIN_$name"
  case $value in
    '') continue ;;
    [A-Za-z]:[\\/]*) value=$(unix_path "$value") ;;
  esac
  export "$name=$value"
done
for argument; do
  shift
  case $argument in
    [A-Za-z]:[\\/]*) argument=$(unix_path "$argument") ;;
    --*=[A-Za-z]:[\\/]*) argument=${argument%%=*}=$(unix_path "${argument#*=}") ;;
  esac
  set -- "$@" "$argument"
done
LC_ALL=C.UTF-8 exec git "$@"
