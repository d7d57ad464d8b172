-- Jobs to wait, each once, in this order. id, job, … → how many are new
local new = 0
for n = 1, #ARGV, 2 do
  if redis.call('HSETNX', jobs, ARGV[n], ARGV[n + 1]) == 1 then
    redis.call('ZADD', requests, redis.call('HINCRBY', counts, 'pushed', 1), ARGV[n])
    new = new + 1
  end
end
return new
