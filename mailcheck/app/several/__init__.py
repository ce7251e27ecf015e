"""`mailcheck check --members FILE`: several members, one line each, for whoever looks after their mailboxes."""
