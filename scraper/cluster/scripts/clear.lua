-- No crawl is under way any more: what nobody has leased is not to be fetched, and what came is not waited for.
redis.call('DEL', requests, tries, answers)
redis.call('HSET', counts, 'bytes', 0)
local taken = {}
for _, job in ipairs(redis.call('HVALS', held)) do taken[job] = true end
for _, job in ipairs(redis.call('HKEYS', jobs)) do
  if not taken[job] then redis.call('HDEL', jobs, job) end
end
