// Values are looked up on the way to the root; the nearest one counts.
package main

import (
	"context"
	"fmt"
)

type key struct{ name string }

func main() {
	user, trace := &key{"user"}, &key{"trace"}
	ctx := context.WithValue(context.Background(), user, "ann")
	fmt.Println(ctx.Value(user), ctx.Value(trace))
	inner, cancel := context.WithCancel(context.WithValue(ctx, trace, 7))
	defer cancel()
	fmt.Println(inner.Value(user), inner.Value(trace), ctx.Value(trace))
	shadow := context.WithValue(inner, user, "bob")
	fmt.Println(shadow.Value(user), inner.Value(user))
	hidden := context.WithValue(shadow, user, nil)
	fmt.Println(hidden.Value(user), hidden.Value(trace))
	fmt.Println(hidden.Value(&key{"user"}), hidden.Value("user"))
}
