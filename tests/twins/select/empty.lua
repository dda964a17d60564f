print("for ever")
select{}
