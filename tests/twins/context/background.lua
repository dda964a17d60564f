-- The two contexts that nothing ends.
for _, ctx in ipairs{ context.background(), context.todo() } do
  local _, ok = ctx:deadline()
  print(ctx, ok, ctx:err(), ctx:done() == nilchan, ctx:value("key"))
end
print(context.background() == context.background())
print(context.background() == context.todo())
context.background():done():recv()
