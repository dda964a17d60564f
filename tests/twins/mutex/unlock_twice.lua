local mu = sync.mutex()
mu:lock()
mu:unlock()
print("once")
go(function()
  mu:unlock()
  print("twice")
end)
select{}
