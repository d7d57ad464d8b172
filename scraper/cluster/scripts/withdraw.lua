-- Takes back the jobs that nobody has taken yet. id, … → those taken back
local back = {}
for n = 1, #ARGV do
  if redis.call('ZREM', requests, ARGV[n]) == 1 then
    redis.call('HDEL', jobs, ARGV[n])
    back[#back + 1] = ARGV[n]
  end
end
return back
