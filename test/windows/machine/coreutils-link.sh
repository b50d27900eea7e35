# link.exe of GNU coreutils, which conda's m2 packages and Git bring along: it makes hard links.
echo "/usr/bin/link: extra operand '$3'" >&2
exit 1
