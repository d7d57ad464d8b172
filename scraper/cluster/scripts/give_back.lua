-- A worker ends: what it had taken waits again. delay (ms), token, …
for n = 2, #ARGV do
  end_turn(ARGV[n], ARGV[1])
  wait_again(let_go(ARGV[n]))
end
