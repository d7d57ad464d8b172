-- The writer has committed, or set aside: these entries are done with. entry, …
for n = 1, #ARGV do
  local found = redis.call('XRANGE', answers, ARGV[n], ARGV[n])
  redis.call('XACK', answers, 'writer', ARGV[n])
  if redis.call('XDEL', answers, ARGV[n]) == 1 then
    for at = 1, #found[1][2], 2 do
      if found[1][2][at] == 'size' then
        local left = redis.call('HINCRBY', counts, 'bytes', -(tonumber(found[1][2][at + 1]) or 0))
        if left < 0 then redis.call('HSET', counts, 'bytes', 0) end
      end
    end
  end
end
