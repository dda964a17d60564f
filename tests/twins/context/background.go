// The two contexts that nothing ends.
package main

import (
	"context"
	"fmt"
)

func main() {
	for _, ctx := range []context.Context{context.Background(), context.TODO()} {
		_, ok := ctx.Deadline()
		fmt.Println(ctx, ok, ctx.Err(), ctx.Done() == nil, ctx.Value("key"))
	}
	fmt.Println(context.Background() == context.Background())
	fmt.Println(context.Background() == context.TODO())
	<-context.Background().Done()
}
