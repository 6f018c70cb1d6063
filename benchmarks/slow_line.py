"""A slow line on this machine: many phones behind one uplink, each with its own trickle.

Bytes pass a bucket of the phone, then the bucket that all share, then wait for half the round trip.
Both ways are limited apart, as on a mobile network.
"""

import asyncio
import threading
from collections.abc import Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

PORTION = 1400
END = b""


class Bucket:
    """So many bytes a second; whoever asks waits for her turn."""

    def __init__(self, bytes_a_second: float) -> None:
        self.rate = bytes_a_second
        self.free_at = 0.0

    async def take(self, count: int) -> None:
        now = asyncio.get_running_loop().time()
        self.free_at = max(self.free_at, now) + count / self.rate
        await asyncio.sleep(self.free_at - now)


@dataclass(frozen=True)
class Pace:
    """What passes in a second for all and for one, each way, and how long there and back takes."""

    shared_kbps: float
    own_kbps: float
    round_trip_s: float


@dataclass
class Phone:
    """One phone's end of the line: where it connects to, and what has passed."""

    port: int = 0
    up_bytes: int = 0
    down_bytes: int = 0
    # The next answers are swallowed: the request has arrived, and the line breaks.
    answers_to_lose: int = 0
    buckets: dict[str, Bucket] = field(default_factory=dict)


class SlowLine:
    """The line between some phones and one server; it lives in a thread of its own."""

    def __init__(self, port: int, phones: int, pace: Pace) -> None:
        self.port, self.pace, self.half_trip_s = port, pace, pace.round_trip_s / 2
        self.phones = [Phone() for _number in range(phones)]
        self.servers: list[asyncio.Server] = []
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)

    def __enter__(self) -> "SlowLine":
        self.thread.start()
        self.wait(self.open())
        return self

    def __exit__(self, *_: object) -> None:
        self.wait(self.close())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()
        self.loop.close()

    def wait(self, work: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(work, self.loop).result()

    async def open(self) -> None:
        shared = {way: Bucket(self.pace.shared_kbps * 125) for way in ("up", "down")}
        for phone in self.phones:
            own = {f"own {way}": Bucket(self.pace.own_kbps * 125) for way in ("up", "down")}
            phone.buckets = {**shared, **own}
            server = await asyncio.start_server(self.door_of(phone), "127.0.0.1", 0)
            self.servers.append(server)
            phone.port = server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        for server in self.servers:
            server.close()
            await server.wait_closed()
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.sleep(0.1)  # what was closed is let go by the loop's next turns

    def door_of(self, phone: Phone) -> Any:
        async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await asyncio.sleep(2 * self.half_trip_s)  # the handshake of a connection
            there, back = await asyncio.open_connection("127.0.0.1", self.port)
            ways = (
                self.carry(phone, "up", reader, back),
                self.carry(phone, "down", there, writer),
            )
            try:
                with suppress(OSError, asyncio.CancelledError):
                    await asyncio.gather(*ways)
            finally:
                writer.close()
                back.close()

        return connected

    async def carry(
        self, phone: Phone, way: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        """Take portions at the pace of the line; they arrive later, in order, without waiting."""
        on_its_way: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()
        arriving = asyncio.create_task(self.arrive(on_its_way, writer))
        loop = asyncio.get_running_loop()
        with suppress(OSError):
            while portion := await reader.read(PORTION):
                if way == "down" and phone.answers_to_lose:
                    phone.answers_to_lose -= 1
                    break
                for name in (f"own {way}", way):
                    await phone.buckets[name].take(len(portion))
                if way == "up":
                    phone.up_bytes += len(portion)
                else:
                    phone.down_bytes += len(portion)
                on_its_way.put_nowait((loop.time() + self.half_trip_s, portion))
        on_its_way.put_nowait((loop.time() + self.half_trip_s, END))
        await arriving

    async def arrive(
        self, on_its_way: "asyncio.Queue[tuple[float, bytes]]", writer: asyncio.StreamWriter
    ) -> None:
        with suppress(OSError):
            while True:
                at, portion = await on_its_way.get()
                await asyncio.sleep(max(0.0, at - asyncio.get_running_loop().time()))
                if portion == END:
                    break
                writer.write(portion)
                await writer.drain()
        writer.close()
