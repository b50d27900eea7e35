# Maps the paths in a compiler's arguments. Sourced by gcc.sh and clang.sh: it changes their arguments, and
# leaves the response files that they must remove in $responses.

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
