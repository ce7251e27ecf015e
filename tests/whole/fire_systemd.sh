# Run by test_nightly_fires.py in a namespace of its own: a real systemd of one user, told by mailcheck, starts a run.
# HOME, PYTHON and RUNTIME are given. Nothing outside HOME and this namespace is touched.
mount -t tmpfs tmpfs /run
mkdir -p /run/systemd/system "$RUNTIME"
chmod 700 "$RUNTIME"
export XDG_RUNTIME_DIR="$RUNTIME"
/usr/lib/systemd/systemd --user --log-target=null >/dev/null 2>&1 &
manager=$!
for _ in $(seq 300); do systemctl --user show-environment >/dev/null 2>&1 && break; sleep 0.2; done

# A night that was slept through: the timer last went off a day ago. Without the random delay, which would be minutes.
mkdir -p "$HOME/.config/systemd/user/mailcheck.timer.d" "$HOME/.local/share/systemd/timers"
printf '[Timer]\nRandomizedDelaySec=0\nAccuracySec=1s\n' >"$HOME/.config/systemd/user/mailcheck.timer.d/test.conf"
touch -d '1 day ago' "$HOME/.local/share/systemd/timers/stamp-mailcheck.timer"

"$PYTHON" -m mailcheck schedule install >"$HOME/installed" 2>&1
for _ in $(seq 100); do "$PYTHON" -m mailcheck history 2>/dev/null | grep -q NOT && [ -s "$HOME/counts" ] && break; sleep 0.3; done
systemctl --user show mailcheck.service --property=Result >"$HOME/result"
systemctl --user list-timers --all --no-pager >"$HOME/timers"
"$PYTHON" -m mailcheck schedule status >"$HOME/status"
"$PYTHON" -m mailcheck schedule remove >"$HOME/removed"
systemctl --user list-timers --all --no-pager >"$HOME/timers-after"
kill -9 "$manager"
