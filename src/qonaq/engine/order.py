"""The order of the day: what happens in which order, said once. Kernels, slow twin, `explain` and docs follow it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Step:
    """One step of a day: the kernel that does it, the rule of the model, and what it says in words."""

    name: str  # of the function, in the kernels and in the slow twin
    rule: str  # section of the model's mathematics
    words: str


ORDER: tuple[Step, ...] = (
    Step("count_beds", "8", "beds are counted: those there were, and those opened or closed by then"),
    Step("find_room", "3", "travellers hear how much room each city had last night"),
    Step("find_appeal", "3", "travellers hear of waits at the gates, smoothed over some days"),
    Step("set_out", "2, 3", "people leave their origin and choose a country and a gate"),
    Step("join_queues", "4, 5", "those who reach a gate join its queue, turn to another, are refused or stranded"),
    Step("join_traffic", "1", "ordinary travellers join the queues; residents go out"),
    Step("pass_gates", "5, 6", "gates serve their queues, oldest first; a permitted stay begins"),
    Step("choose_cities", "3", "those who entered choose a city"),
    Step("visitors_go", "1", "ordinary visitors go home"),
    Step("bring", "policy", "transport takes people without shelter to other cities"),
    Step("end_stays", "6", "stays that end are renewed, overstayed, or must be left"),
    Step("expel", "6", "those who must leave do so, from all cities alike"),
    Step("move_on", "7, 11", "others leave their city: to another one, home, or onward"),
    Step("leave_country", "6, 11", "those who leave the country are counted out, and their clocks stop"),
    Step("arrive", "4, 7", "people reach their city, in transit or to stay"),
    Step("house", "8", "beds are freed and sought; who finds none is without shelter tonight"),
    Step("move_rents", "9", "rents answer"),
    Step("register", "10", "newcomers apply; desks serve the backlog"),
)
