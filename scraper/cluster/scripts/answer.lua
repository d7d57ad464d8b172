-- Takes an answer to a job, once, and learns from it how the publisher fares.
-- token, id, answer, body, delay (ms), round, trouble (0, 1), asked (ms; -1: nothing), draw (0 to 1), base (ms),
-- longest (ms), most a server may ask for (ms), throttle (ms; -1: unknown), most throttle (ms) → 1: taken, 0: too late
local token, job, delay, round = ARGV[1], ARGV[2], ARGV[5], tonumber(ARGV[6])
local trouble, asked, draw = ARGV[7] == '1', tonumber(ARGV[8]), tonumber(ARGV[9])
local throttle = tonumber(ARGV[13])

end_turn(token, delay)
let_go(token)

local wait = 0
if asked > 0 then
  wait = math.min(asked, tonumber(ARGV[12]))
elseif trouble and round == state('round') then  -- those that were under way together are one sign of trouble
  local step = state('step')
  wait = draw * math.min(tonumber(ARGV[10]) * 2 ^ math.min(step, 30), tonumber(ARGV[11]))
  redis.call('HSET', pace, 'step', step + 1)
elseif not trouble then
  redis.call('HSET', pace, 'step', math.max(state('step') - 1, 0))
end
if wait > 0 and now + wait > state('until') then
  redis.call('HSET', pace, 'until', math.floor(now + wait))
  redis.call('HINCRBY', pace, 'round', 1)
end

if throttle >= 0 then  -- as Scrapy's AutoThrottle does; a failure never makes it faster
  local before = state('throttle')
  local next = math.min(math.max(throttle, (before + throttle) / 2), tonumber(ARGV[14]))
  if not trouble or next > before then redis.call('HSET', pace, 'throttle', math.floor(next)) end
end

if redis.call('HDEL', jobs, job) == 0 then
  redis.call('HINCRBY', counts, 'late', 1)
  return 0
end
redis.call('ZREM', requests, job)
redis.call('HDEL', tries, job)
local size = #ARGV[3] + #ARGV[4]
redis.call('XADD', answers, '*', 'answer', ARGV[3], 'body', ARGV[4])
redis.call('HINCRBY', counts, 'bytes', size)
redis.call('HINCRBY', counts, 'answered', 1)
return 1
