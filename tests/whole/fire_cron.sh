# Run by test_nightly_fires.py in a namespace of its own: Debian's cron, told by mailcheck, starts a run.
# HOME and PYTHON are given. The crontabs of this computer are covered by empty ones; cron's clock is put to the minute.
mount -t tmpfs tmpfs /run
mount -t tmpfs tmpfs /var/spool/cron
mount -t tmpfs tmpfs /etc/cron.d
mount -t tmpfs tmpfs /dev/shm
mkdir -m 1730 /var/spool/cron/crontabs
chgrp crontab /var/spool/cron/crontabs

"$PYTHON" -m mailcheck schedule install --with cron >"$HOME/installed" 2>&1
crontab -l >"$HOME/crontab"
minute=$(sed -n '2s/ .*//p' "$HOME/crontab")
faketime -f "@2026-11-22 $(printf '05:%02d:57' $(((minute + 59) % 60)))" cron -f &
cron=$!
for _ in $(seq 100); do "$PYTHON" -m mailcheck history 2>/dev/null | grep -q NOT && [ -s "$HOME/counts" ] && break; sleep 0.3; done
"$PYTHON" -m mailcheck schedule status >"$HOME/status"
"$PYTHON" -m mailcheck schedule remove >"$HOME/removed"
crontab -l >"$HOME/crontab-after" 2>&1
kill "$cron"
