-- What a worker cannot read is set aside; the writer asks anew. token, delay (ms), why
end_turn(ARGV[1], ARGV[2])
local job = let_go(ARGV[1])
if job then
  set_aside(ARGV[3], redis.call('HGET', jobs, job) or job)
  redis.call('HDEL', jobs, job)
  redis.call('ZREM', requests, job)
end
