-- Where the last capture stands is asked for by each crawl, and of imported ones there may be as many as articles.
create index placements_at on placements(at);
