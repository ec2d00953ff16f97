"""The experiments: what real servers answer to many at once, and what stands in the books afterwards.

Each takes its sizes, asserts what must hold, and gives the figures it saw.
"""

import random
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from uuid import uuid4

from tests.load.books import APPROVER, NOW, TREASURER, opened
from tests.load.client import NO_ANSWER, Answer, Client
from tests.load.servers import Servers, serving

Statuses = Counter[int]
AT_ONCE = 64
"""How many are asked for at the same time, at most."""


def last_euros(
    database_url: str, folder: Path, *, rounds: int, count: int, cents: int, room: int, checked: bool = True
) -> Statuses:
    """Have `count` expenditures approved at once where the budget has room for `room` of them, in each round.

    Exactly that many are accepted, every other is refused with 409, and the sum is exact to the cent.
    """
    projects = {f"round-{number}": room * cents for number in range(rounds)}
    answered: Statuses = Counter()
    with opened(database_url, projects) as books:
        waiting = {project: books.waiting(project, count, cents) for project in projects}
        with serving(database_url, folder, NOW, checked=checked) as servers:
            approver = Client(APPROVER, servers.ports[0])
            for project, numbers in waiting.items():
                statuses = Counter(each.status for each in _approve(approver, servers, numbers))
                assert statuses == {303: room, 409: count - room}, f"{project}: {dict(statuses)}"
                assert books.approved(numbers) == room
                assert books.world.room(project, 2015) == (room * cents, 0, room * cents)
                answered += statuses
        assert books.world.faults() == []
    return answered


def _approve(approver: Client, servers: Servers, numbers: dict[int, str]) -> list[Answer]:
    def approve(place: int, number: int, digest: str) -> Answer:
        fields = {"approve-request_key": str(uuid4()), "approve-digest": digest}
        port = servers.ports[place % len(servers.ports)]
        return approver.send(f"/valley/expenditures/{number}/approve", fields, port)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(approve, range(len(numbers)), numbers, numbers.values()))


def sent_thrice(database_url: str, folder: Path, *, forms: int) -> Statuses:
    """Send every form three times, in parallel, while the servers are killed and started: each counts once.

    Of those sent while no server was there some are not answered at all; who got no answer sends again.
    """
    answered: Statuses = Counter()
    keys = [str(uuid4()) for _ in range(forms)]
    places: dict[str, set[str]] = {key: set() for key in keys}
    with opened(database_url, {"jobs": 100}) as books, serving(database_url, folder, NOW) as servers:
        treasurer = Client(TREASURER, servers.ports[0])
        sendings = [key for key in keys for _ in range(3)]
        random.Random(0).shuffle(sendings)  # noqa: S311 - an order, no secret
        begun = Event()

        def send(place: int) -> tuple[str, Answer]:
            if place > len(sendings) // 3:
                begun.set()
            port = servers.ports[place % len(servers.ports)]
            return sendings[place], receive(treasurer, sendings[place], port)

        with ThreadPoolExecutor(AT_ONCE // 2 + 1) as pool:
            restarted = pool.submit(_restart, servers, begun)
            answers = list(pool.map(send, range(len(sendings))))
            restarted.result()
        # Who got no answer, or one that says to come back later, sends once more.
        answers += [
            (key, receive(treasurer, key, servers.ports[0]))
            for key, answer in answers
            if answer.status in {NO_ANSWER, 503}
        ]
        for key, answer in answers:
            answered[answer.status] += 1
            if answer.status == 303:
                places[key].add(answer.location)
        assert set(answered) <= {303, 503, NO_ANSWER}, dict(answered)
        assert {len(found) for found in places.values()} == {1}, "a key led to one place, each time"
        assert books.contributions() == dict.fromkeys(keys, 1)
        assert books.world.faults() == []
    return answered


def _restart(servers: Servers, begun: Event) -> None:
    begun.wait(60)
    servers.kill()
    servers.start()


def receive(treasurer: Client, key: str, port: int) -> Answer:
    """Record one euro received under this key, which is its reference too."""
    fields = {
        "request_key": key,
        "party": "vodafone",
        "received_on": f"{NOW:%d-%m-%Y}",
        "amount": "1,00",
        "reference": key,
    }
    return treasurer.send("/valley/contributions/new", fields, port)


def killed(
    database_url: str, folder: Path, *, rounds: int, seconds: float = 1.0, writers: int = 3, servers: int = 2
) -> Statuses:
    """Kill the servers under writers, again and again: nothing acknowledged is lost, nothing is half there.

    What got no answer is sent again under its key, and so is what was acknowledged last: one row each.
    """
    dice, acknowledged, answered = random.Random(0), set[str](), Statuses()  # noqa: S311 - moments, no secrets
    with (
        opened(database_url, {"jobs": 100}) as books,
        serving(database_url, folder, NOW, count=servers) as serving_now,
    ):
        treasurer = Client(TREASURER, serving_now.ports[0])
        for _ in range(rounds):
            last, unanswered = _write_until_killed(
                treasurer, serving_now, writers, seconds * (0.5 + dice.random())
            )
            answered += Counter({303: len(last), NO_ANSWER: len(unanswered)})
            acknowledged |= last
            stands = books.contributions()
            assert all(stands.get(key) == 1 for key in acknowledged), "what was acknowledged is lost"
            assert set(stands) <= acknowledged | unanswered, "a row that nobody sent"
            assert books.unsealed() == 0
            serving_now.start()
            again = sorted(unanswered) + sorted(last)[-3:]
            statuses = Counter(receive(treasurer, key, serving_now.ports[0]).status for key in again)
            assert set(statuses) <= {303}, dict(statuses)
            acknowledged |= unanswered
            assert books.contributions() == dict.fromkeys(acknowledged, 1)
        assert books.world.faults() == []
    return answered


def stopped(database_url: str, folder: Path, *, forms: int = 6) -> Statuses:
    """Ask the servers to stop while forms wait for somebody else's act: each is answered, and booked once."""
    keys = [str(uuid4()) for _ in range(forms)]
    with opened(database_url, {"jobs": 100}) as books, serving(database_url, folder, NOW) as servers:
        treasurer = Client(TREASURER, servers.ports[0])
        with ThreadPoolExecutor(forms + 1) as pool:
            with books.database.write(books.world.covenant_id):
                sent = [
                    pool.submit(receive, treasurer, key, servers.ports[place % len(servers.ports)])
                    for place, key in enumerate(keys)
                ]
                Event().wait(1)  # until all of them wait for the lock
                stopping = pool.submit(servers.stop)
                Event().wait(1)  # until the servers know
            answered = Counter(each.result().status for each in sent)
            assert stopping.result() == [0] * len(servers.ports), "they stopped of themselves"
        assert answered == {303: forms}, dict(answered)
        assert books.contributions() == dict.fromkeys(keys, 1)
    return answered


def _write_until_killed(
    treasurer: Client, servers: Servers, writers: int, seconds: float
) -> tuple[set[str], set[str]]:
    """Have writers record one euro after another until the servers are killed under them.

    Gives the keys that were acknowledged, and those that got no answer.
    """
    acknowledged, unanswered = set[str](), set[str]()

    def write(place: int) -> None:
        while True:
            key = str(uuid4())
            answer = receive(treasurer, key, servers.ports[place % len(servers.ports)])
            if answer.status != 303:
                assert answer.status == NO_ANSWER, answer.status
                unanswered.add(key)
                return
            acknowledged.add(key)

    with ThreadPoolExecutor(writers) as pool:
        writing = [pool.submit(write, place) for place in range(writers)]
        Event().wait(seconds)  # a moment while they write
        servers.kill()
        for each in writing:
            each.result()
    return acknowledged, unanswered
