-- The writer has committed, or set aside: these entries are done with. entry, …
for n = 1, #ARGV do
  local found = redis.call('XRANGE', answers, ARGV[n], ARGV[n])
  redis.call('XACK', answers, 'writer', ARGV[n])
  if redis.call('XDEL', answers, ARGV[n]) == 1 then
    local size = 0
    for at = 2, #found[1][2], 2 do size = size + #found[1][2][at] end
    local left = tonumber(redis.call('HGET', counts, 'bytes') or 0) - size
    redis.call('HSET', counts, 'bytes', math.max(left, 0))
  end
end
