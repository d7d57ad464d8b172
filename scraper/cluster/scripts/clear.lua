-- No crawl is under way any more: what nobody has leased is not to be fetched.
redis.call('DEL', requests, tries)
local taken = {}
for _, job in ipairs(redis.call('HVALS', held)) do taken[job] = true end
for _, job in ipairs(redis.call('HKEYS', jobs)) do
  if not taken[job] then redis.call('HDEL', jobs, job) end
end
