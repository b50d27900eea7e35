# Path mapping for programs that unixshim.exe starts on the Linux side of Wine. Sourced by NAME.sh.

# Z:\a\b is /a/b and C:\a is $WINEPREFIX/drive_c/a; other text only gets its backslashes turned.
unix_path() {
  case $1 in
    [Zz]:[\\/]*) set -- "${1#??}" ;;
    [Cc]:[\\/]*) set -- "$WINEPREFIX/drive_c${1#??}" ;;
  esac
  printf '%s' "$1" | tr '\\' '/'
}

# Every drive path inside $1, which may be a list: -Wl,-Map,C:\a.map or a response file's "C:\\a\\b.o".
unix_paths_within() {
  printf '%s' "$1" |
    sed -e 's|\\\\|/|g' -e 's|[Zz]:[\\/]|/|g' -e "s|[Cc]:[\\\\/]|$WINEPREFIX/drive_c/|g" | tr '\\' '/'
}
