-- A worker lives, and so do its leases. worker, lease (ms), token, … → how many leases it still has
redis.call('ZADD', workers, now, ARGV[1])
redis.call('ZREMRANGEBYSCORE', workers, '-inf', now - 3600000)
local left = 0
for n = 3, #ARGV do
  if redis.call('ZSCORE', leases, ARGV[n]) then
    redis.call('ZADD', leases, now + tonumber(ARGV[2]), ARGV[n])
    left = left + 1
  end
end
return left
