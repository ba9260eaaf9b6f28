# Reads one order per line from its parent. When the parent is gone (end of input), it ends what it was told to guard.
# Ctrl-C reaches the whole terminal group: the parent decides then, not this script.
trap '' HUP INT TERM
guarded=
while read -r order rest; do
  case $order in
    guard) guarded="$guarded $rest" ;;
    release)
      kept=
      for one in $guarded; do
        [ "${one%%:*}" = "$rest" ] || kept="$kept $one"
      done
      guarded=$kept
      ;;
    remove) set -- "$@" "$rest" ;;
    bye) exit 0 ;;
  esac
done
for one in $guarded; do
  kill "-${one##*:}" "${one%%:*}" 2>/dev/null
  kill -CONT "${one%%:*}" 2>/dev/null
done
rounds=0
alive=1
while [ "$alive" = 1 ] && [ "$rounds" -lt 50 ]; do
  alive=0
  for one in $guarded; do
    kill -0 "${one%%:*}" 2>/dev/null && alive=1
  done
  [ "$alive" = 0 ] || sleep 0.1
  rounds=$((rounds + 1))
done
for one in $guarded; do
  kill -KILL "${one%%:*}" 2>/dev/null
done
for path in "$@"; do
  rm -rf -- "$path"
  # A folder made for such files only: gone with the last one.
  case ${path%/*} in
    */plimsoll-*) rmdir "${path%/*}" 2>/dev/null ;;
  esac
done
