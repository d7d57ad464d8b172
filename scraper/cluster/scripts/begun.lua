-- The publisher has begun to answer: from now on its pause runs. token, delay (ms)
end_turn(ARGV[1], ARGV[2])
