-- In front of every script. Times are Redis' own, in milliseconds: no worker's clock counts.
local requests, jobs, leases, held, pace = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local answers, aside, tries, counts, workers = KEYS[6], KEYS[7], KEYS[8], KEYS[9], KEYS[10]
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)

local function state(name)
  return tonumber(redis.call('HGET', pace, name) or 0)
end

-- The pause that is never undercut: the longest of what the publisher's file, the writer and robots.txt say.
local function pause(own)
  local longest = math.max(tonumber(own), state('delay'), state('robots'))
  return longest > 0 and longest + 1 or 0  -- one more, for the fraction that was cut off from the time
end

local function set_aside(why, what)
  redis.call('XADD', aside, 'MAXLEN', '~', 1000, '*', 'why', why, 'what', string.sub(what, 1, 300))
  redis.call('HINCRBY', counts, 'set aside', 1)
end

-- Whoever has the turn is about to ask, or has asked: the next pause begins.
local function end_turn(token, own)
  if redis.call('HGET', pace, 'turn') == token then
    redis.call('HDEL', pace, 'turn')
    redis.call('HSET', pace, 'next', math.max(state('next'), now + pause(own)))
  end
end

local function let_go(token)
  redis.call('ZREM', leases, token)
  local job = redis.call('HGET', held, token)
  redis.call('HDEL', held, token)
  return job
end

local function wait_again(job)
  if job and redis.call('HEXISTS', jobs, job) == 1 then
    redis.call('ZADD', requests, 0, job)
  end
end
