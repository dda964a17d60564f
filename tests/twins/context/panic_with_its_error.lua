local ctx, cancel = context.with_cancel(context.background())
defer(cancel)
cancel()
panic(ctx:err())
