-- Sets something aside, with a reason. why, what
set_aside(ARGV[1], ARGV[2])
