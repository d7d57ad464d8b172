"""What a crawl would do, as `crawl --dry-run` says it."""

from __future__ import annotations

import click

from scraper.cli.showing import table
from scraper.crawl.order import Order
from scraper.crawl.plan import Plan
from scraper.extract.urls import at_copy


def say(plan: Plan, order: Order) -> None:
    """Writes a plan to standard output."""
    publisher = order.publisher
    kind = "A full sweep, which reads every source to its end" if plan.reach.sweep else "A light crawl, for what is new"
    click.echo(f"{kind}: {plan.reach.why}.")
    if plan.running:
        click.echo(f"It would be refused now: process {plan.running} is crawling {publisher.name}.")
    if plan.resumed:
        click.echo(f"It would begin by {plan.resumed}.")
    robots = {"begins with": "all", "kind": "robots", "document": f"{order.home or publisher.home}/robots.txt"}
    documents = [
        {
            "begins with": found.edition.language,
            "kind": found.kind.value,
            "document": at_copy(publisher, found.url, order.home),
        }
        for found in plan.documents
    ]
    click.echo(f"\n{table([robots, *documents])}")
    shares = [{"edition": share.edition, "new": share.new, "to look at again": share.again} for share in plan.shares]
    click.echo(f"\n{table(shares)}")
    first = [
        {"the first of": share.edition, "is": word, "address": at_copy(publisher, address.url, order.home)}
        for share in plan.shares
        for word, addresses in (("new", share.first_new), ("known", share.first_again))
        for address in addresses
    ]
    if first:
        click.echo(f"\n{table(first)}")
    click.echo(
        "\nNobody was asked, and nothing written. What the sources newly announce is known only once they are asked;"
        "\nit goes before what is looked at again."
    )
