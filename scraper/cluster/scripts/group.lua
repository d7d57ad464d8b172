-- The writer's group of the stream, if it is not there.
redis.pcall('XGROUP', 'CREATE', answers, 'writer', '0', 'MKSTREAM')
