# conda.exe as a Windows program sees it, as far as winrepro asks: its version, `create` from match specs,
# and the explicit list of what is in a prefix. Its channel is the folder pkgs beside it: a package
# NAME-VERSION-BUILD holds the files that it installs, its record in conda-meta among them.
. "$(dirname "$0")/common.sh"
packages=$(dirname "$0")/../pkgs

not_found() {
  printf '{\n  "error": "PackagesNotFoundError",\n  "exception_name": "PackagesNotFoundError",\n'
  printf '  "message": "The following packages are not available from current channels:\\n\\n  - %s\\n"\n}\n' "$1"
  exit 1
}

# `pypy3.7=7.3.5=*_4` is whatever matches pypy3.7-7.3.5-*_4, `pip` the one pip there is.
install() {
  case $1 in
    *=*=*) pattern=$1 ;;
    *=*) pattern="$1=*" ;;
    *) pattern="$1=*=*" ;;
  esac
  found=$(find "$packages" -maxdepth 1 -name "$(printf '%s' "$pattern" | tr '=' '-')" | sort | head -n 1)
  [ -n "$found" ] || not_found "$1"
  mkdir -p "$prefix" && cp -r "$found/." "$prefix"
}

command=$1
shift
case $command in
  --version) echo 'conda 4.10.3' ;;
  create)
    while [ $# -gt 0 ]; do
      case $1 in
        -p) prefix=$(unix_path "$2"); shift ;;
        -c) shift ;;
        -*) ;;
        *) install "$1" ;;
      esac
      shift
    done
    ;;
  list)
    prefix=$(unix_path "$2")
    printf '# platform: win-64\n@EXPLICIT\n'
    for record in "$prefix"/conda-meta/*.json; do
      file=$(basename "$record" .json).tar.bz2
      echo "https://conda.anaconda.org/conda-forge/win-64/$file#$(md5sum < "$record" | cut -c 1-32)"
    done
    ;;
  *)
    echo "conda: error: argument COMMAND: invalid choice: '$command'" >&2
    exit 2
    ;;
esac
