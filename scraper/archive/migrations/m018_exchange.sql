-- What else went over the wire: the status line, and the request that was answered. Null: not noted.

create table requests (          -- heads of requests, each once for all captures that share it
    sha256 text primary key,     -- of the other columns: see archive/requests.py
    method text not null,
    protocol text not null,
    headers text not null        -- JSON: [[name, value], …] as sent; a value of null is the capture's own, in `asked`
) strict, without rowid;

alter table captures add column protocol text;  -- of the answer: HTTP/1.1
alter table captures add column reason text;    -- of its status line: Not Found
alter table captures add column request text references requests(sha256);
alter table captures add column asked text;     -- JSON: the values that the request's head leaves open, in their order
alter table captures add column target text;    -- what the request line asked for, where the address does not say it
