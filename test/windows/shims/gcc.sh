# gcc.exe as a Windows program sees it: Debian's mingw cross compiler with its paths mapped, so that
# what it builds are Windows programs. Its answers (--version, -dumpmachine) are mingw's own.
. "$(dirname "$0")/common.sh"

for argument; do
  shift
  case $argument in
    # Text, not paths: a macro's value may hold backslashes of its own.
    -D* | -U* | -std=* | -O* | -m* | -W[!l]* | -x) ;;
    -I?* | -L?* | -B?* | -o?*)
      option=$(printf '%.2s' "$argument")
      argument=$option$(unix_path "${argument#??}")
      ;;
    @*)
      response=$(mktemp) || exit 1
      unix_paths_within "$(cat "$(unix_path "${argument#?}")")" > "$response"
      argument=@$response
      responses="$responses $response"
      ;;
    -*) argument=$(unix_paths_within "$argument") ;;
    *) argument=$(unix_path "$argument") ;;
  esac
  set -- "$@" "$argument"
done

# LC_ALL: messages quote with ', as gcc does on Windows.
LC_ALL=C "${WINREPRO_MINGW_GCC:-x86_64-w64-mingw32-gcc}" "$@"
status=$?
# shellcheck disable=SC2086 # a list of mktemp names, which hold no spaces
[ -z "$responses" ] || rm -f $responses
exit $status
