"""The shapes of the statuses, as filled outlines in a square from -1 to 1, so that colour is never needed to tell them.

They are those of the page's own symbols: full disc confirmed, full square corroborated, ring reported, broken ring
rumour, split diamond contradicted, barred ring denied, cross refuted, hollow triangle withdrawn.
"""

from __future__ import annotations

from math import cos, pi, sin

from riscontro.model.grade import Status


def _circle(radius: float, *, hole: bool = False) -> str:
    sweep = 0 if hole else 1
    return f"M{radius},0A{radius},{radius} 0 1 {sweep} {-radius},0A{radius},{radius} 0 1 {sweep} {radius},0Z"


def _broken_ring(outer: float, inner: float, pieces: int) -> str:
    step = 2 * pi / pieces
    return "".join(_piece(outer, inner, number * step, number * step + step * 0.6) for number in range(pieces))


def _piece(outer: float, inner: float, start: float, stop: float) -> str:
    (a, b), (c, d) = _at(outer, start), _at(outer, stop)
    (e, f), (g, h) = _at(inner, stop), _at(inner, start)
    return f"M{a},{b}A{outer},{outer} 0 0 1 {c},{d}L{e},{f}A{inner},{inner} 0 0 0 {g},{h}Z"


def _at(radius: float, angle: float) -> tuple[float, float]:
    return round(radius * cos(angle), 3), round(radius * sin(angle), 3)


_RING = _circle(0.95) + _circle(0.55, hole=True)
_SLASH = "M-0.75,0.5L0.5,-0.75L0.75,-0.5L-0.5,0.75Z"

STATUS_SHAPES = {
    Status.CONFIRMED: _circle(0.95),
    Status.CORROBORATED: "M-0.82,-0.82H0.82V0.82H-0.82Z",
    Status.REPORTED: _RING,
    Status.RUMOURED: _broken_ring(0.95, 0.55, 6),
    Status.DISPUTED: "M0,-1L1,0L0,1L-1,0ZM0.06,-0.62V0.62L0.66,0Z",
    Status.DENIED: _circle(0.95) + _circle(0.65, hole=True) + _SLASH,
    Status.REFUTED: "M-.9,-.6L-.6,-.9L0,-.3L.6,-.9L.9,-.6L.3,0L.9,.6L.6,.9L0,.3L-.6,.9L-.9,.6L-.3,0Z",
    Status.RETRACTED: "M-0.98,-0.8H0.98L0,1ZM-0.45,-0.48L0,0.36L0.45,-0.48Z",
}
"""Outlines by status; inner outlines run against the outer ones, so that they cut a hole."""

ARROW_RIGHT = "M-0.6,-0.8L0.8,0L-0.6,0.8Z"
ARROW_LEFT = "M0.6,-0.8L-0.8,0L0.6,0.8Z"
