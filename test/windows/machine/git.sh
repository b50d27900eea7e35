# git.exe as a Windows program sees it: Linux's git with its paths mapped.
. "$(dirname "$0")/common.sh"

if [ -n "$WIN_GIT_CEILING_DIRECTORIES" ]; then
  GIT_CEILING_DIRECTORIES=$(unix_path "$WIN_GIT_CEILING_DIRECTORIES")
  export GIT_CEILING_DIRECTORIES
fi
for argument; do
  shift
  case $argument in
    [A-Za-z]:[\\/]*) argument=$(unix_path "$argument") ;;
    --*=[A-Za-z]:[\\/]*) argument=${argument%%=*}=$(unix_path "${argument#*=}") ;;
  esac
  set -- "$@" "$argument"
done
LC_ALL=C.UTF-8 exec git "$@"
