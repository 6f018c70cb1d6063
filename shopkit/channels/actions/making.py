"""How a file for a channel is made in the background, whatever is in it."""

from datetime import datetime
from typing import Generic, Protocol, TypeVar
from uuid import UUID

from sqlalchemy.orm import Session

from shopkit import clock
from shopkit.channels.models.handed_over import MADE, ChannelFile
from shopkit.db.files import Files

T = TypeVar("T")
Out = TypeVar("Out", covariant=True)
In = TypeVar("In", contravariant=True)


class Make(Protocol[Out]):
    """Write the file; changes no record, and the same content gives the same bytes."""

    def __call__(
        self, session: Session, files: Files, asked: ChannelFile, *, address: str
    ) -> Out: ...


class Keep(Protocol[In]):
    """Note what the file became."""

    def __call__(
        self, session: Session, asked: ChannelFile, made: In, *, now: datetime
    ) -> None: ...


class FileWork(Generic[T]):
    """The background work of one kind of file; `address` is the public address of the house."""

    def __init__(self, make: Make[T], keep: Keep[T], address: str) -> None:
        self._make, self._keep, self._address = make, keep, address

    def steps(self, session: Session, file_id: UUID) -> int:
        asked = session.get(ChannelFile, file_id)
        return 1 if asked and asked.state != MADE else 0

    def make(self, session: Session, files: Files, file_id: UUID, _step: int) -> T:
        asked = session.get_one(ChannelFile, file_id)
        return self._make(session, files, asked, address=self._address)

    def keep(self, session: Session, file_id: UUID, _step: int, made: T) -> None:
        self._keep(session, session.get_one(ChannelFile, file_id), made, now=clock.now())
