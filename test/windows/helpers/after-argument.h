/** The command line after its first argument; the rest must reach the program byte for byte. */
static const wchar_t *after_argument(const wchar_t *text) {
  BOOL quoted = FALSE;
  for (; *text && (quoted || (*text != L' ' && *text != L'\t')); text++)
    if (*text == L'"') quoted = !quoted;
  while (*text == L' ' || *text == L'\t') text++;
  return text;
}
