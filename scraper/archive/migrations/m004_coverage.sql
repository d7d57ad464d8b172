-- Per edition: how many articles were announced, how many are held, and why the rest is not.

create view coverage as
    select edition,
    count(*) as announced,
    sum(state = 'held') as held,
    sum(state <> 'held') as missing,
    min(discovered) as first_announced,
    max(fetched) as last_fetched
    from frontier group by edition;

create view gaps as
    select edition, coalesce(reason, state) as reason, count(*) as urls, min(url) as example
    from frontier where state <> 'held' group by edition, coalesce(reason, state);
