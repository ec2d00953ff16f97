"""The migrations: how an older database becomes a newer one."""
