-- Which server a capture came from, and whether its body is whole.

-- Why a body is not whole, as WARC-Truncated has it: length (over the limit), time, disconnect, unspecified
-- (it cannot be unpacked to its end). Null: it is whole. Such a capture is evidence and is never read as an article.
alter table captures add column truncated text;
