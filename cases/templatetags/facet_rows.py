"""The rows of a facet's values: a page has hundreds, for which templates take twenty times as long as this."""

from collections.abc import Iterable
from html import escape
from typing import Protocol

from django import template
from django.utils.safestring import SafeString

register = template.Library()

ROW = (
    '<li class="value"><label class="choice"{data}{selected}>'
    '<input type="checkbox" id="{id}" name="{name}" value="{value}"{checked}>'
    '<span class="name">{label}</span>{number}</label>{leave_out}</li>\n'
)
DATA = ' data-facet="{name}" data-value="{value}" data-count="{count}"'
NUMBER = '<span class="number">{number}<span class="visually-hidden"> {counted}</span></span>'
LEAVE_OUT = '<a class="not" id="{id}" href="{href}" rel="nofollow">not<span class="visually-hidden"> {label}</span></a>'


class Offer(Protocol):
    """A value as its row shows it: see `cases.web.panels.Offer`."""

    value: str
    label: str
    count: int
    selected: bool
    id: str
    not_id: str
    number: str
    counted: str
    leave_out: str


@register.simple_tag
def value_rows(name: str, offers: Iterable[Offer], *, is_counted: bool) -> SafeString:
    """A list row for each value of the facet `name`; without a count where it is not counted."""
    return SafeString("".join(_row(name, offer, is_counted=is_counted) for offer in offers))


def _row(name: str, offer: Offer, *, is_counted: bool) -> str:
    value, label = escape(offer.value), escape(offer.label)
    leave_out = LEAVE_OUT.format(id=escape(offer.not_id), href=escape(offer.leave_out), label=label)
    return ROW.format(
        data=DATA.format(name=name, value=value, count=offer.count) if is_counted else "",
        selected=" data-selected" if offer.selected else "",
        id=escape(offer.id),
        name=name,
        value=value,
        checked=" checked" if offer.selected else "",
        label=label,
        number=NUMBER.format(number=offer.number, counted=offer.counted) if is_counted else "",
        leave_out=leave_out if offer.leave_out else "",
    )
