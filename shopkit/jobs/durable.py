"""Carrying jobs through crashes with DBOS, on both engines.

DBOS keeps its tables in a file or schema of its own, so it and the `job` table are two databases.
The `job` row is the truth: it is committed with the request, this process then hands it to DBOS,
and a round every half minute hands over again what got lost between the two.
"""

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import batched_ids
