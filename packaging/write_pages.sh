#!/bin/sh
# write_pages.sh PROGRAM FOLDER GZIP: what the program says of itself, as files to be installed. gzip -n keeps the time
# out, so that the same source gives the same bytes.
set -eu
program=$1
folder=$2
gzip=$3

mkdir -p "$folder/completion"
"$program" --generate man > "$folder/rebisect.1"
"$gzip" -9nc "$folder/rebisect.1" > "$folder/rebisect.1.gz"
ln -sf rebisect.1.gz "$folder/git-rebisect.1.gz"
"$program" --generate completion > "$folder/completion/rebisect"
ln -sf rebisect "$folder/completion/git-rebisect"
ln -sf rebisect "$folder/git-rebisect"
