#!lua flags=allow-oom
-- One writer a publisher. KEYS: writer. token, time to live (ms) → "" if it is held by that token, else who holds it
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then return holder end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return ''
