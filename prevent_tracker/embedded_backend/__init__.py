"""Django's PostgreSQL backend on the embedded server: the scheme `embedded://ROLE@/NAME` of a database's address."""
