-- Hands out the next job, if the publisher may be asked now.
-- token, lease (ms), delay (ms), concurrent, most answers, most bytes, most losses
-- → {"job", id, job, round, now (ms)} | {"wait", ms, why}
local token, lease, delay, concurrent = ARGV[1], tonumber(ARGV[2]), ARGV[3], tonumber(ARGV[4])
local most_answers, most_bytes, most_losses = tonumber(ARGV[5]), tonumber(ARGV[6]), tonumber(ARGV[7])

-- A Redis that was restarted may have forgotten when the publisher was last asked.
local run = string.match(redis.call('INFO', 'server'), 'run_id:(%w+)')
if redis.call('HGET', pace, 'run') ~= run then
  redis.call('HSET', pace, 'run', run, 'next', math.max(state('next'), now + pause(delay)))
end

for _, lost in ipairs(redis.call('ZRANGEBYSCORE', leases, '-inf', now)) do
  end_turn(lost, delay)
  local job = let_go(lost)
  redis.call('HINCRBY', counts, 'leases lost', 1)
  if job and redis.call('HINCRBY', tries, job, 1) >= most_losses then
    if redis.call('HDEL', jobs, job) == 1 then
      local why = most_losses .. ' workers were lost with it'
      local said = cjson.encode({v = 1, job = job, how = 'unanswered', why = why})
      redis.call('XADD', answers, '*', 'answer', said)
      redis.call('HINCRBY', counts, 'bytes', #said)
    end
    redis.call('HDEL', tries, job)
  else
    wait_again(job)
  end
end

local allowed = state('concurrent')
if allowed > 0 then concurrent = math.min(concurrent, allowed) end
if redis.call('XLEN', answers) >= most_answers or tonumber(redis.call('HGET', counts, 'bytes') or 0) >= most_bytes then
  return {'wait', 500, 'the writer has to catch up'}
end
if redis.call('EXISTS', requests) == 0 then return {'wait', 200, 'nothing is waiting'} end
if redis.call('ZCARD', leases) >= concurrent then return {'wait', 20, 'as many are under way as may be'} end
if redis.call('HEXISTS', pace, 'turn') == 1 then return {'wait', 20, 'another is asking'} end
local from = math.max(state('next'), state('until'))
if from > now then return {'wait', from - now, 'the publisher is not to be asked yet'} end

while true do
  local first = redis.call('ZPOPMIN', requests)
  if #first == 0 then return {'wait', 200, 'nothing is waiting'} end
  local job = redis.call('HGET', jobs, first[1])
  if job then
    redis.call('ZADD', leases, now + lease, token)
    redis.call('HSET', held, token, first[1])
    if pause(delay) > 0 then redis.call('HSET', pace, 'turn', token) end
    redis.call('HSET', pace, 'next', now + math.max(pause(delay), state('throttle')))
    return {'job', first[1], job, state('round'), now}
  end
  set_aside('no job has this name', first[1])
end
