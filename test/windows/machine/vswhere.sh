# vswhere.exe as a Windows program sees it: it knows of the installations in vswhere.json beside it.
cat "$(dirname "$0")/vswhere.json"
