-- Which server a capture came from, and whether its body is whole.

-- IP address and port that were connected to: 93.184.216.34:443, [2001:db8::1]:443. Null: imported, or not noted then.
alter table captures add column server text;

-- Why a body is not whole, as WARC-Truncated has it: length (over the limit), time, disconnect, unspecified
-- (it cannot be unpacked to its end). Null: it is whole. Such a capture is evidence and is never read as an article.
alter table captures add column truncated text;
